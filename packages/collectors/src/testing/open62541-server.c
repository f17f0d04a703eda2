/*
 * A server made of open62541, which shares no code with our client: Objects/Station/Pressure in the namespace of the
 * test's profile, counting up by one every 20 ms with the time at which it did. The port is its argument; it ends with
 * its standard input. Built with -lopen62541.
 */
#include <open62541/plugin/log_stdout.h>
#include <open62541/server.h>
#include <open62541/server_config_default.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static UA_UInt16 ns;
static double count = 0;

static void tick(UA_Server *server, void *data) {
  (void)data;
  count += 1;
  UA_DataValue value;
  UA_DataValue_init(&value);
  UA_Variant_setScalar(&value.value, &count, &UA_TYPES[UA_TYPES_DOUBLE]);
  value.hasValue = true;
  value.sourceTimestamp = UA_DateTime_now();
  value.hasSourceTimestamp = true;
  UA_Server_writeDataValue(server, UA_NODEID_STRING(ns, "Station.Pressure"), value);
}

static void *leave(void *data) {
  (void)data;
  char rest[64];
  while (read(0, rest, sizeof rest) > 0) {
  }
  _exit(0);
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  UA_Server *server = UA_Server_new();
  UA_ServerConfig_setMinimal(UA_Server_getConfig(server), (UA_UInt16)atoi(argv[1]), NULL);
  ns = UA_Server_addNamespace(server, "urn:driftbild:generic");

  UA_ObjectAttributes object = UA_ObjectAttributes_default;
  object.displayName = UA_LOCALIZEDTEXT("en", "Station");
  UA_Server_addObjectNode(server, UA_NODEID_STRING(ns, "Station"), UA_NODEID_NUMERIC(0, UA_NS0ID_OBJECTSFOLDER),
                          UA_NODEID_NUMERIC(0, UA_NS0ID_ORGANIZES), UA_QUALIFIEDNAME(ns, "Station"),
                          UA_NODEID_NUMERIC(0, UA_NS0ID_BASEOBJECTTYPE), object, NULL, NULL);
  UA_VariableAttributes variable = UA_VariableAttributes_default;
  UA_Variant_setScalar(&variable.value, &count, &UA_TYPES[UA_TYPES_DOUBLE]);
  variable.dataType = UA_TYPES[UA_TYPES_DOUBLE].typeId;
  variable.displayName = UA_LOCALIZEDTEXT("en", "Pressure");
  variable.accessLevel = UA_ACCESSLEVELMASK_READ | UA_ACCESSLEVELMASK_WRITE;
  UA_Server_addVariableNode(server, UA_NODEID_STRING(ns, "Station.Pressure"), UA_NODEID_STRING(ns, "Station"),
                            UA_NODEID_NUMERIC(0, UA_NS0ID_HASCOMPONENT), UA_QUALIFIEDNAME(ns, "Pressure"),
                            UA_NODEID_NUMERIC(0, UA_NS0ID_BASEDATAVARIABLETYPE), variable, NULL, NULL);
  UA_Server_addRepeatedCallback(server, tick, NULL, 20, NULL);

  pthread_t thread;
  pthread_create(&thread, NULL, leave, NULL);
  UA_Server_run_startup(server);
  puts("started");
  fflush(stdout);
  for (;;) UA_Server_run_iterate(server, true);
}
