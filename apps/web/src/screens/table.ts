import { lazyRouteComponent } from '@tanstack/react-router'

/** Every screen: a folder, loaded when somebody goes there. A new one is a folder and a line here. */
export const screens = {
  overview: lazyRouteComponent(() => import('./overview/overview.tsx'), 'OverviewScreen'),
  water: lazyRouteComponent(() => import('./service/service-screens.tsx'), 'WaterScreen'),
  sewer: lazyRouteComponent(() => import('./service/service-screens.tsx'), 'SewerScreen'),
  lighting: lazyRouteComponent(() => import('./service/service-screens.tsx'), 'LightingScreen'),
  waste: lazyRouteComponent(() => import('./service/service-screens.tsx'), 'WasteScreen'),
  zone: lazyRouteComponent(() => import('./zone/zone-screen.tsx'), 'ZoneScreen'),
  map: lazyRouteComponent(() => import('./map/map-screen.tsx'), 'MapScreen'),
  list: lazyRouteComponent(() => import('./list/list.tsx'), 'ListScreen'),
  asset: lazyRouteComponent(() => import('./asset/asset-screen.tsx'), 'AssetScreen'),
  changes: lazyRouteComponent(() => import('./changes/changes.tsx'), 'ChangesScreen'),
  predictions: lazyRouteComponent(() => import('./predictions/predictions.tsx'), 'PredictionsScreen'),
  prediction: lazyRouteComponent(() => import('./predictions/prediction-screen.tsx'), 'PredictionScreen'),
  faults: lazyRouteComponent(() => import('./faults/faults.tsx'), 'FaultsScreen'),
  fault: lazyRouteComponent(() => import('./faults/fault-screen.tsx'), 'FaultScreen'),
  orders: lazyRouteComponent(() => import('./work-orders/work-orders.tsx'), 'WorkOrdersScreen'),
  order: lazyRouteComponent(() => import('./work-orders/work-order-screen.tsx'), 'WorkOrderScreen'),
  alarms: lazyRouteComponent(() => import('./alarms/alarms.tsx'), 'AlarmsScreen'),
  dataHealth: lazyRouteComponent(() => import('./data-health/data-health.tsx'), 'DataHealthScreen'),
  models: lazyRouteComponent(() => import('./models/models.tsx'), 'ModelsScreen'),
  myDay: lazyRouteComponent(() => import('./my-day/my-day.tsx'), 'MyDayScreen'),
  visit: lazyRouteComponent(() => import('./my-day/visit-screen.tsx'), 'VisitScreen'),
  report: lazyRouteComponent(() => import('./report/report.tsx'), 'ReportScreen'),
  sync: lazyRouteComponent(() => import('./sync/sync.tsx'), 'SyncScreen'),
  signIn: lazyRouteComponent(() => import('./sign-in/sign-in.tsx'), 'SignInScreen'),
} as const
