using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Tests.Dashboard.State;

public sealed class IdleTrackerTests
{
    private static readonly DateTimeOffset Noon = Reports.Noon;

    private readonly IdleTracker _tracker = new();

    [Fact]
    public void Next_ActiveServer_IsOmitted() => Assert.Empty(_tracker.Next(Members(ServerState.Active), [Report("g", 0)], Noon));

    [Fact]
    public void Next_RequestInFlightOnOneGateway_IsNotIdle() =>
        Assert.Empty(_tracker.Next(Members(), [Report("g", 0), Report("h", 1)], Noon));

    [Fact]
    public void Next_NoReports_IsNotIdle() => Assert.Empty(_tracker.Next(Members(), [], Noon));

    [Fact]
    public void Next_GatewayThatHasNotAppliedTheDrain_IsNotIdle() =>
        Assert.Empty(_tracker.Next(Members(), [Report("g", 0), Report("h", 0, version: 6)], Noon));

    [Fact]
    public void Next_NoRequestInFlight_IsIdleSinceThen()
    {
        _tracker.Next(Members(), [Report("g", 1)], Noon);
        _tracker.Next(Members(), [Report("g", 0)], Noon.AddSeconds(1));

        Assert.Equal(Noon.AddSeconds(1), Assert.Single(_tracker.Next(Members(), [Report("g", 0)], Noon.AddSeconds(2))).Value);
    }

    [Fact]
    public void Next_RequestMeanwhile_StartsOver()
    {
        _tracker.Next(Members(), [Report("g", 0)], Noon);
        _tracker.Next(Members(), [Report("g", 2)], Noon.AddSeconds(1));

        Assert.Equal(Noon.AddSeconds(2), Assert.Single(_tracker.Next(Members(), [Report("g", 0)], Noon.AddSeconds(2))).Value);
    }

    [Fact]
    public void Next_AnotherChangeOfTheMembership_DoesNotStartOver()
    {
        _tracker.Next(Members(), [Report("g", 0)], Noon);

        var idle = _tracker.Next(Members(version: 8), [Report("g", 0, version: 7)], Noon.AddSeconds(1));

        Assert.Equal(Noon, Assert.Single(idle).Value);
    }

    [Fact]
    public void Next_AnotherProcessWithTheId_StartsOver()
    {
        _tracker.Next(Members(), [Report("g", 0)], Noon);

        var idle = _tracker.Next(Members(instance: "second"), [Report("g", 0)], Noon.AddSeconds(3));

        Assert.Equal(Noon.AddSeconds(3), Assert.Single(idle).Value);
    }

    private static MembershipSnapshot Members(ServerState state = ServerState.Draining, long version = 7, string instance = "first") =>
        new(new("epoch"), version, [new() { Id = new("a"), Url = "http://a.test", State = state, Instance = instance, Since = Noon }]);

    private static GatewayReport Report(string name, int inFlight, long version = 7) => Reports.Of(name, Members(), version: version) with
    {
        InFlight = inFlight == 0 ? [] : ImmutableDictionary<ServerId, int>.Empty.Add(new("a"), inFlight),
    };
}
