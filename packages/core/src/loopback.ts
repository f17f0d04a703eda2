const loopbacks = ['127.0.0.1', '::1', 'localhost']

/** Whether a host's name is this machine's own, as people type it or as an address holds it: [::1]. */
export const isLoopback = (host: string): boolean => loopbacks.includes(host.replace(/^\[|\]$/g, ''))
