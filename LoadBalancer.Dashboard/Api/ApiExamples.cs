namespace LoadBalancer.Dashboard.Api;

/// <summary>The examples of the OpenAPI document.</summary>
internal static class ApiExamples
{
    public const string Server = """
        { "id": "backend-1", "url": "http://127.0.0.1:41001", "weight": 100, "state": "active", "since": "2026-01-01T12:00:00+00:00",
          "leaseSeconds": 10 }
        """;

    public const string ServerCheck = """
        { "id": "backend-1", "check": { "at": "2026-01-01T12:30:00.125+00:00", "gateway": "gateway-1", "passed": false, "method": "GET",
          "url": "http://127.0.0.1:41001/healthcheck", "status": 503, "durationMs": 12.3, "cause": "unexpected_status",
          "detail": "GET /healthcheck returned 503" } }
        """;

    public const string ServerHealth = """
        { "id": "backend-1", "changes": [
          { "at": "2026-01-01T12:30:05+00:00", "instance": "host-1.4711", "from": "Healthy", "to": "ProbesFail", "trigger": "gateways",
            "cause": "http_response_timeout", "detail": "GET /healthcheck had no response within 1 s" },
          { "at": "2026-01-01T12:30:02+00:00", "gateway": "gateway-1", "instance": "host-1.4711", "from": "Healthy", "to": "ProbesFail",
            "trigger": "probe", "cause": "http_response_timeout", "detail": "GET /healthcheck had no response within 1 s",
            "probe": { "method": "GET", "url": "http://127.0.0.1:41001/healthcheck", "durationMs": 1000.4 } } ] }
        """;

    public const string Draining = """
        { "id": "backend-1", "url": "http://127.0.0.1:41001", "weight": 100, "state": "draining", "since": "2026-01-01T12:00:00+00:00",
          "leaseSeconds": 10 }
        """;

    public const string Servers = $$"""{ "epoch": "6f1c", "version": 7, "servers": [ {{Server}} ] }""";

    public const string Change = $$"""{ "changed": true, "epoch": "6f1c", "version": 8, "servers": [ {{Server}} ] }""";

    public const string ServerBody = """{ "url": "http://10.0.0.7:8080", "weight": 200, "healthCheck": "/ready" }""";

    public const string WeightBody = """{ "weight": 50 }""";

    public const string AlgorithmBody = """{ "algorithm": "Maglev" }""";

    public const string Edits = """
        { "servers": [ { "id": "backend-4", "weight": 100, "url": "http://10.0.0.8:8080" }, { "id": "backend-1", "weight": 50 } ],
          "remove": [ "backend-2" ], "drain": [ "backend-3" ], "activate": [ "backend-5" ] }
        """;

    public const string ReplicasBody = """{ "count": 5 }""";

    public const string OrchestratorBody = """{ "name": "host-1/4711", "kept": 5, "most": 10 }""";

    public const string Replicas = """{ "count": 5, "orchestrator": "host-1/4711", "kept": 5, "most": 10 }""";

    public const string Ring = """
        { "epoch": "6f1c", "version": 7, "digest": "9f2c41d03b7a6e58", "algorithm": "Ring", "points": 1500, "agreed": true,
          "servers": [ { "id": "backend-1", "weight": 100, "effectiveWeight": 100, "points": 500, "keyShare": 0.341,
            "weightShare": 0.333, "receivedShare": 0.341, "expectedShare": 0.333 } ] }
        """;

    public const string Owner = """
        { "key": "user-42", "hash": "5b1e0c7a9d3f2468", "version": 7, "digest": "9f2c41d03b7a6e58", "algorithm": "Ring",
          "owner": "backend-1", "server": "backend-3",
          "reason": "OwnerDraining", "because": "the owner backend-1 is draining",
          "candidates": [ { "id": "backend-1", "state": "draining", "healthy": true },
            { "id": "backend-3", "state": "active", "healthy": true } ],
          "elsewhere": [ { "gateway": "gateway-2", "server": "backend-2",
            "because": "it finds backend-3 unhealthy (health checks failing)" } ] }
        """;

    public const string Preview = """
        { "version": 7, "algorithmBefore": "Ring", "algorithmAfter": "Ring", "moved": 0.252, "movedBetweenUnchanged": 0, "least": 0.25,
          "servers": [ { "id": "backend-4", "weightAfter": 100, "stateAfter": "active", "shareBefore": 0, "shareAfter": 0.252 } ],
          "hotKeys": [ { "key": "user-42", "share": 0.03, "serverBefore": "backend-1", "serverAfter": "backend-4" } ] }
        """;

    public const string Stats = """
        { "at": "2026-01-01T12:30:00+00:00", "total": 1000, "recentRequests": 1000,
          "responses": { "fromServers": { "1xx": 0, "2xx": 990, "3xx": 0, "4xx": 6, "5xx": 1 },
            "fromGateway": { "1xx": 0, "2xx": 0, "3xx": 0, "4xx": 0, "5xx": 3 }, "clientsLeft": 0 },
          "unplaced": { "fromServers": { "1xx": 0, "2xx": 0, "3xx": 0, "4xx": 0, "5xx": 0 },
            "fromGateway": { "1xx": 0, "2xx": 0, "3xx": 0, "4xx": 0, "5xx": 3 }, "clientsLeft": 0 },
          "servers": [ { "id": "backend-1", "state": "active", "healthy": true, "unhealthyOn": [], "leaseLeftSeconds": 9.1, "inFlight": 2,
            "requests": 334, "failures": 0, "share": 0.334,
            "recent": { "requests": 334, "share": 0.334, "attempts": 335, "failures": 1, "retries": 1, "spills": 0,
              "p50Ms": 1.9, "p95Ms": 4.4, "p99Ms": 9.5,
              "responses": { "fromServers": { "1xx": 0, "2xx": 332, "3xx": 0, "4xx": 2, "5xx": 0 },
                "fromGateway": { "1xx": 0, "2xx": 0, "3xx": 0, "4xx": 0, "5xx": 0 }, "clientsLeft": 0 } } } ] }
        """;

    public const string Gateways = """
        { "agreed": false,
          "differences": [ { "setting": "Gateway:SlowStart", "values": [ { "value": "00:00:10", "gateways": [ "gateway-1" ] },
            { "value": "00:01:00", "gateways": [ "gateway-3" ] } ] } ],
          "gateways": [ { "name": "gateway-1", "started": "2026-01-01T12:00:00+00:00", "version": 7,
          "digest": "9f2c41d03b7a6e58", "algorithm": "Ring",
          "inFlight": 6, "refused": 12, "panic": false, "unhealthy": { "backend-2": "ProbesFail" },
          "failures": { "backend-2": "connection_refused" },
          "policy": { "Gateway:SlowStart": "00:00:10" }, "clockAheadSeconds": 0.001 },
          { "name": "gateway-2", "started": "2026-01-01T12:00:00+00:00", "lostSince": "2026-01-01T14:03:12+00:00" } ] }
        """;

    public const string Events = """
        { "events": [ { "at": "2026-01-01T12:00:00+00:00", "kind": "Draining", "server": "backend-1", "by": "api-key", "detail": "" } ] }
        """;

    public const string Changes = """
        { "changes": [ { "at": "2026-01-01T12:00:00+00:00", "kind": "Weighted", "server": "backend-1", "by": "ops",
          "detail": "100 → 50" } ], "next": "1767268800000-1" }
        """;

    public const string Request = """
        { "time": "2026-01-01T12:00:00.123+00:00", "gateway": "gateway-1", "status": 200, "durationMs": 512.4, "bytes": 1234, "tries": 2,
          "method": "GET", "target": "/orders/7", "server": "backend-2", "reason": "OwnerUnhealthy", "key": "user-42",
          "client": "192.0.2.7", "error": "connection_refused", "errorServer": "backend-1",
          "traceId": "4bf92f3577b34da6a3ce929d0e0e4736",
          "attempts": [ { "server": "backend-1", "startMs": 0.2, "outcome": "NotReached", "durationMs": 0.4,
              "error": "connection_refused" },
            { "server": "backend-2", "startMs": 0.7, "outcome": "Responded", "durationMs": 511.5, "status": 200 } ] }
        """;

    public const string Alarms =
        """
        {
          "alarms": [
            {
              "kind": "panic",
              "severity": "critical",
              "title": "Panic: only 1 of 3 active servers are healthy.",
              "text": "Too few servers are healthy, so gateways route to unhealthy servers too; requests may fail or time out."
            }
          ],
          "readAt": "2026-01-01T12:00:00+00:00"
        }
        """;

    public const string Timeline =
        """
        {
          "intervalSeconds": 10,
          "points": [
            {
              "at": "2026-01-01T12:00:00+00:00", "isOver": true, "requests": 1200, "clientErrors": 3, "serverErrors": 1, "gatewayErrors": 0,
              "clientsDisconnected": 0, "failedAttempts": 2, "p50Ms": 4.6, "p95Ms": 18.0, "p99Ms": 27.1,
              "failuresByCause": { "connection_refused": 2 }, "rejectionsByReason": { "rate": 12 }
            }
          ]
        }
        """;

    public const string HotKeys = """
        { "hotKeys": [ { "key": "user-42", "requests": 30, "error": 1, "share": 0.03, "owner": "backend-1", "recentShare": 0.06,
          "trend": "rising" } ] }
        """;
}
