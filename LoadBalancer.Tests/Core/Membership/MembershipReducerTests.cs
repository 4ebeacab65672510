using LoadBalancer.Core.Membership;

namespace LoadBalancer.Tests.Core.Membership;

public sealed class MembershipReducerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly MembershipSnapshot One = new(new("epoch"), 5, [
        new() { Id = new("a"), Url = "http://a:1", Weight = 250, Instance = "p1", Since = Noon },
    ]);

    [Fact]
    public void Join_NewServer_IsAddedActiveWithDefaultWeight()
    {
        var transition = MembershipReducer.Apply(One, new MembershipChange.Join(new("b"), "http://B:2/", null, "p2", Noon));

        Assert.Equal(MembershipOutcome.Applied, transition.Outcome);
        Assert.Null(transition.Reason);
        Assert.Equal(("epoch", 6L), (transition.Membership.Epoch.Value, transition.Membership.Version));
        Assert.Equal(
            new Server { Id = new("b"), Url = "http://b:2", Weight = 100, State = ServerState.Active, Instance = "p2", Since = Noon },
            transition.Membership.Find(new("b")));
        Assert.Same(One.Servers[0], transition.Membership.Find(new("a")));
    }

    [Fact]
    public void Join_SameProcessAgain_IsUnchangedAndKeepsItsStart()
    {
        var transition = MembershipReducer.Apply(One, new MembershipChange.Join(new("a"), "http://a:1", null, "p1", Noon.AddHours(1)));

        Assert.Equal(MembershipOutcome.Unchanged, transition.Outcome);
        Assert.Same(One, transition.Membership);
    }

    [Fact]
    public void Join_AnotherProcess_TakesOverAndKeepsTheWeight()
    {
        var transition = MembershipReducer.Apply(One, new MembershipChange.Join(new("a"), "http://a:9", null, "p2", Noon.AddHours(1)));

        Assert.Equal(MembershipOutcome.Applied, transition.Outcome);
        Assert.Equal(
            new Server { Id = new("a"), Url = "http://a:9", Weight = 250, Instance = "p2", Since = Noon.AddHours(1) },
            transition.Membership.Find(new("a")));
    }

    [Fact]
    public void Join_ExplicitWeight_ReplacesTheCurrentOne()
    {
        var transition = MembershipReducer.Apply(One, new MembershipChange.Join(new("a"), "http://a:1", 40, "p1", Noon.AddHours(1)));

        Assert.Equal(40, transition.Membership.Find(new("a"))!.Weight);
        Assert.Equal(Noon, transition.Membership.Find(new("a"))!.Since);
    }

    [Fact]
    public void Join_DrainingServerReturns_IsActive()
    {
        var draining = Applied(One, new MembershipChange.SetState(new("a"), ServerState.Draining));

        var joined = Applied(draining, new MembershipChange.Join(new("a"), "http://a:1", null, "p1", Noon.AddHours(1)));

        Assert.Equal(ServerState.Active, joined.Find(new("a"))!.State);
        Assert.Equal(7, joined.Version);
    }

    [Theory]
    [InlineData("b c", "http://b:1", null, "'b c'")]
    [InlineData("b", "tcp://b", null, "'tcp://b'")]
    [InlineData("b", "http://b", 0, "weight 0")]
    [InlineData("b", "http://b", 1_001, "weight 1001")]
    public void Join_ValueNotAllowed_IsInvalidAndChangesNothing(string id, string url, int? weight, string named)
    {
        var transition = MembershipReducer.Apply(One, new MembershipChange.Join(new(id), url, weight, null, Noon));

        AssertRejected(transition, MembershipOutcome.Invalid, One);
        Assert.Contains(named, transition.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Join_FullMembership_RejectsNewServersAndAcceptsKnownOnes()
    {
        var full = Crowd(ServerRules.MaxServers, weight: 1);

        AssertRejected(
            MembershipReducer.Apply(full, new MembershipChange.Join(new("one-more"), "http://b", null, null, Noon)),
            MembershipOutcome.Invalid,
            full);
        Assert.Equal(
            MembershipOutcome.Applied,
            MembershipReducer.Apply(full, new MembershipChange.Join(new("s0"), "http://b", null, "p", Noon)).Outcome);
    }

    [Fact]
    public void JoinAndSetWeight_SumOfWeightsBeyondTheLimit_AreRejectedAndLessIsNot()
    {
        var heavy = Crowd(3_355, weight: 1_000);

        var join = MembershipReducer.Apply(heavy, new MembershipChange.Join(new("b"), "http://b", 1, null, Noon));
        AssertRejected(join, MembershipOutcome.Invalid, heavy);
        Assert.Contains("3355001; the maximum is 3355000", join.Reason, StringComparison.Ordinal);

        var lighter = Applied(heavy, new MembershipChange.SetWeight(new("s0"), 999));
        AssertRejected(MembershipReducer.Apply(
            Applied(lighter, new MembershipChange.Join(new("b"), "http://b", 1, null, Noon)),
            new MembershipChange.SetWeight(new("b"), 2)), MembershipOutcome.Invalid);
        Applied(lighter, new MembershipChange.SetWeight(new("s0"), 1_000));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("p1")]
    public void Leave_ItsProcessOrAnOperator_RemovesIt(string? instance) =>
        Assert.Empty(Applied(One, new MembershipChange.Leave(new("a"), instance)).Servers);

    [Fact]
    public void LeaveAndSetState_AProcessThatWasReplaced_AreSuperseded()
    {
        AssertRejected(MembershipReducer.Apply(One, new MembershipChange.Leave(new("a"), "p0")), MembershipOutcome.Superseded, One);
        AssertRejected(
            MembershipReducer.Apply(One, new MembershipChange.SetState(new("a"), ServerState.Draining, "p0")),
            MembershipOutcome.Superseded,
            One);
    }

    [Fact]
    public void HealthCheck_OfAServer_OutlivesARestartUnlessTheServerHasAnother()
    {
        var set = Applied(One, new MembershipChange.SetHealthCheck(new("a"), "tcp"));
        Assert.Equal("tcp", set.Find(new("a"))!.HealthCheck);

        var again = Applied(set, new MembershipChange.Join(new("a"), "http://a:9", null, "p2", Noon.AddHours(1)));
        Assert.Equal("tcp", again.Find(new("a"))!.HealthCheck);

        var another = Applied(
            again, new MembershipChange.Join(new("a"), "http://a:9", null, "p3", Noon.AddHours(2), HealthCheck: "/ready"));
        Assert.Equal("/ready", another.Find(new("a"))!.HealthCheck);
    }

    [Fact]
    public void Build_OfAServer_IsThatOfItsPresentProcess()
    {
        var first = Applied(One, new MembershipChange.Join(new("a"), "http://a", null, "p2", Noon, Build: "1.0"));
        Assert.Equal("1.0", first.Find(new("a"))!.Build);
        Assert.Equal("1.0", Applied(first, new MembershipChange.SetWeight(new("a"), 50)).Find(new("a"))!.Build);
        Assert.Null(Applied(first, new MembershipChange.Join(new("a"), "http://a", null, "p3", Noon)).Find(new("a"))!.Build);
        AssertRejected(
            MembershipReducer.Apply(One, new MembershipChange.Join(new("b"), "http://b", null, null, Noon, Build: "1\n0")),
            MembershipOutcome.Invalid, One);
    }

    [Fact]
    public void HealthCheck_ThatIsNotAllowed_IsInvalid()
    {
        AssertRejected(
            MembershipReducer.Apply(One, new MembershipChange.SetHealthCheck(new("a"), "ready")), MembershipOutcome.Invalid, One);
        AssertRejected(
            MembershipReducer.Apply(One, new MembershipChange.Join(new("b"), "http://b", null, null, Noon, HealthCheck: "ready")),
            MembershipOutcome.Invalid, One);
        AssertRejected(MembershipReducer.Apply(One, new MembershipChange.SetHealthCheck(new("b"), "tcp")), MembershipOutcome.NotFound, One);
    }

    [Fact]
    public void Leave_AProcessWhereAnOperatorRegistered_IsSuperseded()
    {
        var operators = Applied(One, new MembershipChange.Join(new("a"), "http://a:1", null, null, Noon));

        AssertRejected(
            MembershipReducer.Apply(operators, new MembershipChange.Leave(new("a"), "p1")), MembershipOutcome.Superseded, operators);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("p1")]
    public void SetState_ItsProcessOrAnOperator_ChangesOnlyTheState(string? instance)
    {
        var draining = Applied(One, new MembershipChange.SetState(new("a"), ServerState.Draining, instance));

        Assert.Equal(One.Servers[0] with { State = ServerState.Draining }, draining.Find(new("a")));
        Assert.Equal(
            MembershipOutcome.Unchanged,
            MembershipReducer.Apply(draining, new MembershipChange.SetState(new("a"), ServerState.Draining)).Outcome);
    }

    [Fact]
    public void SetWeight_Allowed_ChangesOnlyTheWeight()
    {
        Assert.Equal(One.Servers[0] with { Weight = 1 }, Applied(One, new MembershipChange.SetWeight(new("a"), 1)).Find(new("a")));
        Assert.Equal(MembershipOutcome.Unchanged, MembershipReducer.Apply(One, new MembershipChange.SetWeight(new("a"), 250)).Outcome);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public void SetWeight_OutOfRange_IsInvalid(int weight) =>
        AssertRejected(MembershipReducer.Apply(One, new MembershipChange.SetWeight(new("a"), weight)), MembershipOutcome.Invalid, One);

    [Fact]
    public void AnyChangeButJoin_UnknownServer_IsNotFound()
    {
        MembershipChange[] changes =
        [
            new MembershipChange.Leave(new("x")),
            new MembershipChange.SetState(new("x"), ServerState.Active),
            new MembershipChange.SetWeight(new("x"), 5),
        ];

        Assert.All(changes, change => AssertRejected(MembershipReducer.Apply(One, change), MembershipOutcome.NotFound, One));
    }

    [Fact]
    public void Expire_AProcessThatWasReplaced_IsSuperseded()
    {
        AssertRejected(MembershipReducer.Apply(One, new MembershipChange.Expire(new("a"), "p0")), MembershipOutcome.Superseded, One);
        Assert.Empty(Applied(One, new MembershipChange.Expire(new("a"), "p1")).Servers);
    }

    [Fact]
    public void AnyChange_ConditionedOnAnotherEpoch_IsStaleAndReportsIt()
    {
        var transition = MembershipReducer.Apply(One, new MembershipChange.SetWeight(new("a"), 1) { If = new(new("other"), 5) });

        AssertRejected(transition, MembershipOutcome.Stale, One);
        Assert.Contains("another epoch", transition.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Batch_WithAConditionInside_AppliesItToTheMembershipBeforeTheBatch()
    {
        var batch = new MembershipChange.Batch(
        [
            new MembershipChange.SetWeight(new("a"), 1),
            new MembershipChange.Join(new("b"), "http://b", null, null, Noon) { If = One.At },
        ]);

        Assert.Equal(["a", "b"], Applied(One, batch).Servers.Select(server => server.Id.Value));
    }

    [Fact]
    public void Batch_OfUnsupportedChanges_IsInvalid()
    {
        MembershipChange[] changes =
        [
            new MembershipChange.Batch([]),
            new MembershipChange.PutBack(One),
            new MembershipChange.Expire(new("a"), "p1"),
        ];

        Assert.All(
            changes,
            change => AssertRejected(MembershipReducer.Apply(One, new MembershipChange.Batch([change])), MembershipOutcome.Invalid, One));
    }

    [Fact]
    public void Batch_Empty_IsUnchanged()
    {
        Assert.Equal(MembershipOutcome.Unchanged, MembershipReducer.Apply(One, new MembershipChange.Batch([])).Outcome);
        Assert.Equal(MembershipOutcome.Unchanged, MembershipReducer.Apply(One, new MembershipChange.Batch(default)).Outcome);
    }

    private static MembershipSnapshot Applied(MembershipSnapshot membership, MembershipChange change)
    {
        var transition = MembershipReducer.Apply(membership, change);

        Assert.Equal(MembershipOutcome.Applied, transition.Outcome);
        Assert.Equal(membership.Version + 1, transition.Membership.Version);
        return transition.Membership;
    }

    private static void AssertRejected(MembershipTransition transition, MembershipOutcome outcome, MembershipSnapshot? same = null)
    {
        Assert.Equal(outcome, transition.Outcome);
        Assert.False(string.IsNullOrEmpty(transition.Reason));
        if (same is not null)
        {
            Assert.Same(same, transition.Membership);
        }
    }

    private static MembershipSnapshot Crowd(int count, int weight) =>
        new(new("epoch"), 1, Enumerable.Range(0, count).Select(i => new Server { Id = new($"s{i}"), Url = "http://a", Weight = weight }));
}
