import { useEffect, useRef } from 'react'
import { useWords } from '../i18n/words.tsx'
import { Button } from './button.tsx'

interface MoreProps {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
}

/** The next page: comes by itself when a reader scrolls near it, and by a press for everybody else. */
export function MoreButton({ query }: MoreProps) {
  const { t } = useWords()
  const ref = useRef<HTMLDivElement>(null)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  useEffect(() => {
    const element = ref.current
    if (!element || !hasNextPage || isFetchingNextPage) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) fetchNextPage()
      },
      { rootMargin: '400px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  if (!hasNextPage) return null
  return (
    <div ref={ref} className="more">
      <Button onPress={() => fetchNextPage()} isPending={isFetchingNextPage}>
        {t('action.more')}
      </Button>
    </div>
  )
}
