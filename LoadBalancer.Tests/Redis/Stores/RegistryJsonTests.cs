using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Redis.Stores;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Redis.Stores;

/// <summary>The JSON in Redis, which gateways of other builds read and write.</summary>
public sealed class RegistryJsonTests
{
    private static readonly ImmutableDictionary<ServerId, int> Loads = ImmutableDictionary<ServerId, int>.Empty.Add(new("a"), 2);

    [Fact]
    public void GatewayReport_IsWrittenAsBefore() => AssertFormat(
        new GatewayReport(new("g.1"), 7, Loads, [new("a@1")], [new("b@2")]),
        RegistryJson.Default.GatewayReport,
        """{"gateway":"g.1","sequence":7,"inFlight":{"a":2},"up":["a@1"],"down":["b@2"],"status":null}""");

    [Fact]
    public void GatewayStatus_IsWrittenAsBefore() => AssertFormat(
        new GatewayStatus(
            new("g"), Changes.Noon, new("e1"), 3, "d", PlacementAlgorithm.Ring, IsPanic: true,
            ImmutableDictionary<ServerId, HealthReason>.Empty.Add(new("b"), HealthReason.ProbesFail), Loads)
        {
            Failures = ImmutableDictionary<ServerId, string>.Empty.Add(new("b"), "connection_refused"),
        },
        RegistryJson.Default.GatewayStatus,
        $$"""
        {"name":"g","started":{{JsonSerializer.Serialize(Changes.Noon)}},"epoch":"e1","version":3,"digest":"d","algorithm":"Ring",
        "isPanic":true,"unhealthy":{"b":"ProbesFail"},"weights":{"a":2},"failures":{"b":"connection_refused"},"refused":0}
        """.ReplaceLineEndings(""));

    [Fact]
    public void GatewayStatus_OfAnEarlierBuild_HasNoFailures()
    {
        var status = JsonSerializer.Deserialize(
            $$"""
            {"name":"g","started":{{JsonSerializer.Serialize(Changes.Noon)}},"epoch":"e1","version":3,"digest":"d","algorithm":"Ring",
            "isPanic":true,"unhealthy":{"b":"ProbesFail"},"weights":{"a":2},"refused":0}
            """,
            RegistryJson.Default.GatewayStatus);

        Assert.Empty(status!.Failures);
    }

    [Fact]
    public void GatewayStatus_WithPolicyAndClock_IsWrittenWithThem() => AssertFormat(
        new GatewayStatus(
            new("g"), Changes.Noon, new("e1"), 3, "d", PlacementAlgorithm.Ring, IsPanic: false,
            ImmutableDictionary<ServerId, HealthReason>.Empty, Loads)
        {
            Policy = ImmutableSortedDictionary<string, string>.Empty.Add(PolicySettings.SlowStart, "00:00:10"),
            ClockAhead = TimeSpan.FromSeconds(-7),
        },
        RegistryJson.Default.GatewayStatus,
        $$"""
        {"name":"g","started":{{JsonSerializer.Serialize(Changes.Noon)}},"epoch":"e1","version":3,"digest":"d","algorithm":"Ring",
        "isPanic":false,"unhealthy":{},"weights":{"a":2},"failures":{},"refused":0,
        "policy":{"Gateway:SlowStart":"00:00:10"},"clockAhead":"-00:00:07"}
        """.ReplaceLineEndings(""));

    [Fact]
    public void GatewayStatus_WithFacts_IsWrittenWithThem() => AssertFormat(
        new GatewayStatus(
            new("g"), Changes.Noon, new("e1"), 3, "d", PlacementAlgorithm.Ring, IsPanic: false,
            ImmutableDictionary<ServerId, HealthReason>.Empty, Loads)
        {
            Facts = new("1.2.3+abc", Connections: 7, CpuCores: 0.25, MemoryBytes: 150, MemoryLimitBytes: 600)
            {
                Urls = ["http://a.test:80"],
            },
        },
        RegistryJson.Default.GatewayStatus,
        $$"""
        {"name":"g","started":{{JsonSerializer.Serialize(Changes.Noon)}},"epoch":"e1","version":3,"digest":"d","algorithm":"Ring",
        "isPanic":false,"unhealthy":{},"weights":{"a":2},"failures":{},"refused":0,
        "facts":{"build":"1.2.3\u002Babc","connections":7,"cpuCores":0.25,"memoryBytes":150,"memoryLimitBytes":600,
        "urls":["http://a.test:80"]}
        }
        """.ReplaceLineEndings(""));

    [Fact]
    public void GatewayStatus_WithFactsOfAnotherBuild_IsRead()
    {
        var status = JsonSerializer.Deserialize(
            $$"""
            {"name":"g","started":{{JsonSerializer.Serialize(Changes.Noon)}},"epoch":"e1","version":3,"digest":"d","algorithm":"Ring",
            "isPanic":true,"unhealthy":{},"weights":{},"refused":0,
            "facts":{"build":"2","threads":4}
            }
            """,
            RegistryJson.Default.GatewayStatus);

        Assert.Equal(("2", 0, 0.0), (status!.Facts!.Build, status.Facts.Connections, status.Facts.MemoryUsed));
        Assert.Empty(status.Facts.Urls);
    }

    [Fact]
    public void GatewaySum_IsWrittenAsBefore() => AssertFormat(
        new GatewaySum(
            ImmutableDictionary<GatewayProcess, long>.Empty.Add(new("g.1"), 7),
            OtherGateways.Sum([new(new("g.1"), 7, Loads, [new("a@1")], [])])),
        RegistryJson.Default.GatewaySum,
        """{"included":{"g.1":7},"all":{"gateways":["g.1"],"inFlight":{"a":2},"votes":{"a@1":{"up":1,"down":0}}}}""");

    [Fact]
    public void KnownGateway_IsWrittenAsBefore() => AssertFormat(
        new KnownGateway(new("g"), new("g.1"), Changes.Noon),
        RegistryJson.Default.KnownGateway,
        $$"""{"name":"g","gateway":"g.1","started":{{JsonSerializer.Serialize(Changes.Noon)}},"lostSince":null}""");

    [Fact]
    public void KnownGateway_OfAnEarlierBuild_IsRead()
    {
        var read = JsonSerializer.Deserialize(
            """{"name":"g","gateway":"g.1","started":"2026-01-01T12:00:00Z","lostSince":null}""", RegistryJson.Default.KnownGateway);

        Assert.Equal(("g.1", null, null), (read!.Gateway.Value, read.Build, read.Urls));
    }

    [Fact]
    public void ClusterEvent_IsWrittenAsBefore()
    {
        var at = JsonSerializer.Serialize(Changes.Noon);
        AssertFormat(
            new ClusterEvent(Changes.Noon, ClusterEventKind.Joined, new("a"), "ops", "x"),
            RegistryJson.Default.ClusterEvent,
            $$"""{"at":{{at}},"kind":"Joined","server":"a","by":"ops","detail":"x","gateway":null}""");
        AssertFormat(
            new ClusterEvent(Changes.Noon, ClusterEventKind.GatewayLost, Server: null, "ops", "") { Gateway = new("g") },
            RegistryJson.Default.ClusterEvent,
            $$"""{"at":{{at}},"kind":"GatewayLost","server":null,"by":"ops","detail":"","gateway":"g"}""");
        AssertFormat(
            new ClusterEvent(Changes.Noon, ClusterEventKind.Unhealthy, Server: null, "g", "") { Servers = [new("a"), new("b")] },
            RegistryJson.Default.ClusterEvent,
            $$"""{"at":{{at}},"kind":"Unhealthy","server":null,"by":"g","detail":"","servers":["a","b"],"gateway":null}""");
    }

    [Fact]
    public void Verdicts_AreWrittenAsBefore() => AssertFormat<ServerProcess[]>(
        [new("a@1"), new("b@http://b.test")], RegistryJson.Default.ServerProcessArray, """["a@1","b@http://b.test"]""");

    private static void AssertFormat<T>(T value, JsonTypeInfo<T> type, string json)
    {
        Assert.Equal(json, JsonSerializer.Serialize(value, type));
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type)!, type));
    }
}
