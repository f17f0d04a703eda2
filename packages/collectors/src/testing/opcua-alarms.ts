import { type AddressSpace, DataType, type Namespace, type UAObject, type UAVariable } from 'node-opcua'

/** Limit alarms of the test server's object, each on a variable of its own: above 10 it is active. */
export function stationAlarms(addressSpace: AddressSpace, namespace: Namespace, station: UAObject) {
  const watched = new Map<string, UAVariable>()

  function addAlarm(name: string): void {
    if (watched.size === 0) addressSpace.installAlarmsAndConditionsService()
    const inputNode = namespace.addVariable({
      browseName: `${name}Input`,
      componentOf: station,
      dataType: DataType.Double,
      eventSourceOf: station,
      minimumSamplingInterval: 0,
    })
    inputNode.setValueFromSource({ dataType: DataType.Double, value: 0 })
    namespace.instantiateNonExclusiveLimitAlarm('NonExclusiveLimitAlarmType', {
      browseName: name,
      componentOf: station,
      conditionSource: inputNode,
      conditionName: name,
      inputNode,
      highLimit: 10,
      lowLimit: -10,
    })
    watched.set(name, inputNode)
  }

  const alarm = (name: string, active: boolean) =>
    watched.get(name)!.setValueFromSource({ dataType: DataType.Double, value: active ? 20 : 0 })
  return { addAlarm, alarm }
}
