using LoadBalancer.AppHost.Topology;

namespace LoadBalancer.Tests.AppHost.Topology;

public sealed class ClusterTopologyTests
{
    [Fact]
    public void Describe_Defaults_HasThreeBackendsOneGatewayAndTheDashboard()
    {
        var topology = ClusterTopology.Describe(new TopologyOptions());

        Assert.Equal(["backend-1", "backend-2", "backend-3", "gateway-1", "dashboard"], topology.Projects.Select(project => project.Name));
        Assert.True(topology.Store.IsEmbedded);
    }

    [Fact]
    public void Describe_SeveralGateways_TakeThePortsAfterTheFirst()
    {
        var topology = ClusterTopology.Describe(new TopologyOptions { Gateways = 3, GatewayPort = 8080 });

        Assert.Equal([8080, 8081, 8082], topology.Gateways.Select(gateway => gateway.Endpoint.Port));
        Assert.All(topology.Gateways, gateway => Assert.True(gateway.Endpoint.IsExternal));
    }

    [Fact]
    public void Describe_Backend_KnowsItsIdAndListensOnAnyPort()
    {
        var backend = ClusterTopology.Describe(new TopologyOptions()).Backends[1];

        Assert.Equal("backend-2", backend.Environment["SERVER_ID"]);
        Assert.Equal(HttpEndpoint.Internal, backend.Endpoint);
    }

    [Fact]
    public void Describe_Gateway_KnowsItsId()
    {
        Assert.Equal("gateway-1", ClusterTopology.Describe(new TopologyOptions()).Gateways[0].Environment["Gateway__Id"]);
    }

    [Theory]
    [InlineData("logs/requests.log", "logs/requests.log", "logs/requests.gateway-2.log")]
    [InlineData("/var/log/lb", "/var/log/lb", "/var/log/lb.gateway-2")]
    [InlineData("/dev/stdout", "/dev/stdout", "/dev/stdout")]
    [InlineData("", "", "")]
    public void Describe_RequestLog_IsEachGatewaysOwn(string path, string first, string second)
    {
        var topology = ClusterTopology.Describe(new TopologyOptions { Gateways = 2, RequestLog = path });

        Assert.Equal([first, second], topology.Gateways.Select(gateway => gateway.Environment["Gateway__RequestLog__Path"]));
    }

    [Fact]
    public void Describe_ManagementPort_IsEachGatewaysOwnAndWhereItIsProbed()
    {
        var topology = ClusterTopology.Describe(new TopologyOptions { Gateways = 2, GatewayPort = 8080, ManagementPort = 9000, ManagementPath = "/_lb" });

        Assert.Equal(["9000", "9001"], topology.Gateways.Select(gateway => gateway.Environment["Gateway__ManagementPort"]));
        Assert.Equal([9000, 9001], topology.Gateways.Select(gateway => gateway.Endpoint.HealthPort));
        Assert.All(topology.Gateways, gateway => Assert.Equal("/_lb/healthcheck", gateway.Endpoint.HealthPath));
    }

    [Fact]
    public void Describe_NoManagementPort_GatewaysAreProbedWhereTheyServe()
    {
        var gateway = ClusterTopology.Describe(new TopologyOptions { GatewayPort = 8080 }).Gateways[0];

        Assert.Equal((8080, "/healthcheck"), (gateway.Endpoint.HealthPort, gateway.Endpoint.HealthPath));
        Assert.False(gateway.Environment.ContainsKey("Gateway__ManagementPort"));
    }

    [Fact]
    public void Describe_RedisGiven_IsTheStoreOfEveryProject()
    {
        var topology = ClusterTopology.Describe(new TopologyOptions { Redis = "host:1" });

        Assert.False(topology.Store.IsEmbedded);
        Assert.All(topology.Projects, project => Assert.Same(topology.Store, project.Store));
    }
}
