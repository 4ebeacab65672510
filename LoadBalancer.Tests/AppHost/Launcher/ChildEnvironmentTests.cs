using LoadBalancer.AppHost.Launcher;
using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.Tests.AppHost.Launcher;

public sealed class ChildEnvironmentTests
{
    [Theory]
    [InlineData("GATEWAY__MANAGEMENTPORT", "9000", 9000, "")]
    [InlineData("Gateway__ManagementPort", "nonsense", null, "")]
    [InlineData("Gateway__ManagementPath", "/_lb", null, "/_lb")]
    [InlineData("Other", "1", null, "")]
    public void Observe_InheritedVariables_SayWhereGatewaysHaveTheirOwnEndpoints(string name, string value, int? port, string path)
    {
        var options = ChildEnvironment.Observe([KeyValuePair.Create(name, value)], new TopologyOptions { Gateways = 7 });

        Assert.Equal((7, port, path), (options.Gateways, options.ManagementPort, options.ManagementPath));
    }

    [Theory]
    [InlineData("Gateway__RequestLog__Path", "elsewhere.log", "elsewhere.log")]
    [InlineData("GATEWAY__REQUESTLOG__PATH", "", "")]
    [InlineData("Other", "1", "logs/requests.log")]
    public void Observe_InheritedVariables_SayWhereRequestsAreLogged(string name, string value, string expected) =>
        Assert.Equal(expected, ChildEnvironment.Observe([KeyValuePair.Create(name, value)], new TopologyOptions()).RequestLog);

    [Theory]
    [InlineData("GATEWAY__WARMUP", "00:00:02", "00:00:02")]
    [InlineData("Other", "1", "00:00:00")]
    public void Observe_InheritedVariables_SayHowLongGatewaysWarmUp(string name, string value, string expected) =>
        Assert.Equal(expected, ChildEnvironment.Observe([KeyValuePair.Create(name, value)], new TopologyOptions()).WarmUp);

    [Fact]
    public void Of_Backend_IsWhatTheContractSays()
    {
        var environment = ChildEnvironment.Of(ResourceSamples.Backend, "127.0.0.1:6379", "/out");

        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["ASPNETCORE_CONTENTROOT"] = "/out",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["ConnectionStrings__redis"] = "127.0.0.1:6379",
                ["LOADBALANCER_SUPERVISED"] = "true",
                ["OTEL_SERVICE_NAME"] = "backend-1",
                ["SERVER_ID"] = "backend-1",
            },
            environment);
    }

    [Theory]
    [InlineData(false, "http://127.0.0.1:59987")]
    [InlineData(true, "http://*:59987")]
    public void Of_Dashboard_ListensBeyondLoopbackOnlyWithAKey(bool hasKey, string expected)
    {
        var dashboard = ClusterTopology.Describe(new TopologyOptions { HasDashboardKey = hasKey }).Dashboard;

        Assert.Equal(expected, ChildEnvironment.Of(dashboard, "127.0.0.1:6379", "/out")["ASPNETCORE_URLS"]);
    }

    [Fact]
    public void Of_Gateway_ListensOnItsPortOnEveryInterface()
    {
        var environment = ChildEnvironment.Of(ResourceSamples.Gateway, "127.0.0.1:6379", "/out");

        Assert.Equal("http://*:8080", environment["ASPNETCORE_URLS"]);
        Assert.Equal("gateway-1", environment["Gateway__Id"]);
        Assert.Equal("00:00:00", ClusterTopology.Describe(new()).Gateways[0].Environment["Gateway__WarmUp"]);
        Assert.DoesNotContain("SERVER_ID", environment.Keys);
    }

    [Theory]
    [InlineData("Dashboard__ApiKey", "a-key-of-enough-length", true)]
    [InlineData("DASHBOARD__APIKEYS__OPS", "a-key-of-enough-length", true)]
    [InlineData("Dashboard__ApiKey", "", false)]
    [InlineData("Dashboard__SessionLifetime", "01:00:00", false)]
    public void HasDashboardKey_Variables_AreThoseThatTheDashboardReads(string name, string value, bool hasKey)
    {
        Assert.Equal(hasKey, ChildEnvironment.HasDashboardKey([KeyValuePair.Create(name, value)]));
    }
}
