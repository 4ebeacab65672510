using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Tests.Cluster.Failover;

public sealed class AttemptTrailTests
{
    private readonly AttemptTrail _trail = new();
    private readonly Server[] _servers = [.. Enumerable.Range(0, 7).Select(i => new Server { Id = new($"s{i}"), Url = $"http://s{i}" })];

    [Fact]
    public void End_OneAfterTheOther_KeepsTimesOutcomesAndCauses()
    {
        _trail.Begin(_servers[0], 10);
        _trail.End(_servers[0], 25, AttemptOutcome.NotReached, 503, FailureCause.ConnectionRefused);
        _trail.Begin(_servers[1], 30);
        _trail.End(_servers[1], 70, AttemptOutcome.Responded, 200, FailureCause.None);

        Assert.Equal(
            [
                new(_servers[0], 10) { Ended = 25, Outcome = AttemptOutcome.NotReached, Failure = FailureCause.ConnectionRefused },
                new AttemptMark(_servers[1], 30) { Ended = 70, Outcome = AttemptOutcome.Responded, Status = 200 },
            ],
            _trail.Marks.ToArray());
    }

    [Fact]
    public void Most_OfATrail_IsWhatDashboardsState() => Assert.Equal(TailRules.MostAttempts, AttemptTrail.Most);

    [Fact]
    public void End_OfTheFirstAfterTheSecondHasBegun_EndsTheFirst()
    {
        _trail.Begin(_servers[0], 10);
        _trail.Begin(_servers[1], 20);
        _trail.End(_servers[0], 30, AttemptOutcome.Overtaken, 0, FailureCause.None);

        Assert.Equal([30, 0], _trail.Marks.ToArray().Select(mark => mark.Ended));
        _trail.End(_servers[1], 40, AttemptOutcome.Responded, 200, FailureCause.None);
        Assert.Equal([AttemptOutcome.Overtaken, AttemptOutcome.Responded], _trail.Marks.ToArray().Select(mark => mark.Outcome));
    }

    [Fact]
    public void Begin_MoreThanFour_KeepsTheFirstThreeAndTheLast()
    {
        foreach (var server in _servers)
        {
            _trail.Begin(server, 1);
            _trail.End(server, 2, AttemptOutcome.NotReached, 0, FailureCause.ConnectionRefused);
        }

        Assert.Equal(["s0", "s1", "s2", "s6"], _trail.Marks.ToArray().Select(mark => mark.Server.Id.Value));
        Assert.Equal(7, _trail.Count);
        Assert.True(_trail.Has(new("s6")));
        Assert.False(_trail.Has(new("s5")));
    }

    [Fact]
    public void Clear_AfterARequest_ForgetsIt()
    {
        _trail.Begin(_servers[0], 1);
        _trail.Clear();
        Assert.Equal((0, 0), (_trail.Count, _trail.Marks.Length));

        _trail.Begin(_servers[1], 5);
        _trail.End(_servers[0], 6, AttemptOutcome.Responded, 200, FailureCause.None);
        Assert.Equal(new AttemptMark(_servers[1], 5), Assert.Single(_trail.Marks.ToArray()));
    }
}
