using CsCheck;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.Preview;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Dashboard.Preview;

public sealed class ReversalTests
{
    private static readonly ServerId[] Ids = [new("a"), new("b"), new("c"), new("d"), new("e")];

    private static readonly Gen<ServerEdit> AnyEdit = Gen.Select(
        Gen.OneOf(Ids), Gen.Int[1, 9].Nullable(), Gen.OneOf("http://x.test", "http://y.test/base"),
        Gen.OneOf<string?>("", "tcp", "/ready", null), (id, weight, url, check) => new ServerEdit(id, weight, url, check));

    private static readonly Gen<PlacementEdits> AnyEdits = Gen.Select(
        AnyEdit.Array[0, 3], Gen.OneOf(Ids).Array[0, 2], Gen.OneOf(Ids).Array[0, 2], Gen.OneOf(Ids).Array[0, 2],
        Gen.OneOf<PlacementAlgorithm?>(PlacementAlgorithm.Ring, PlacementAlgorithm.Maglev, null),
        (servers, remove, drain, activate, algorithm) =>
            new PlacementEdits([.. servers], [.. remove], algorithm) { Drain = [.. drain], Activate = [.. activate] });

    [Fact]
    public void Of_AnyChangeOfServersOfAnOperator_RestoresTheMembership() => AnyEdits.Array[1, 4].Sample(changes =>
    {
        var before = changes[..^1].Aggregate(Start(), (membership, edits) => Applied(membership, edits) ?? membership);
        if (Applied(before, changes[^1]) is not { } after)
        {
            return;
        }

        if (Reversal.Of(before, after, PlacementAlgorithm.Ring) is not { } undo)
        {
            Assert.Equal(Contents(before), Contents(after));
            return;
        }

        Assert.Equal(Contents(before), Contents(Applied(after, undo)!));
    });

    [Fact]
    public void Of_AWeightOfAServerThatRegistersItself_LeavesItsLease()
    {
        var before = Registered();
        var after = Applied(before, PlacementEdits.None with { Servers = [new(new("own"), Weight: 7)], Drain = [new("own")] })!;

        var restored = Applied(after, Reversal.Of(before, after, PlacementAlgorithm.Ring)!)!.Find(new("own"))!;

        Assert.Equal((100, ServerState.Active, "process"), (restored.Weight, restored.State, restored.Instance));
    }

    [Fact]
    public void Of_ARemovalOfAServerThatRegistersItself_IsNone()
    {
        var before = Registered();

        foreach (var edits in (PlacementEdits[])
        [
            PlacementEdits.None with { Remove = [new("own"), new("a")] },
            PlacementEdits.None with { Servers = [new(new("own"), Url: "http://other.test")] },
        ])
        {
            Assert.Null(Reversal.Of(before, Applied(before, edits)!, PlacementAlgorithm.Ring));
        }
    }

    [Theory]
    [InlineData(PlacementAlgorithm.Ketama)]
    [InlineData(null)]
    public void Of_TheFirstAlgorithm_IsThatOfTheSettingsIfItIsKnown(PlacementAlgorithm? settings)
    {
        var after = Applied(Start(), PlacementEdits.None with { Algorithm = PlacementAlgorithm.Maglev })!;

        Assert.Equal(settings, Reversal.Of(Start(), after, settings)?.Algorithm);
    }

    [Fact]
    public void Of_NoChange_IsNone() => Assert.Null(Reversal.Of(Start(), Start(), settings: null));

    private static MembershipSnapshot Start() => Applied(
        MembershipSnapshot.Empty,
        PlacementEdits.None with { Servers = [new(new("a"), 5, "http://x.test"), new(new("b"), 5, "http://y.test", "tcp")] })!;

    private static MembershipSnapshot Registered() => MembershipReducer.Apply(
        Start(),
        new MembershipChange.Join(new("own"), "http://own.test", 100, "process", Changes.Noon, TimeSpan.FromSeconds(10))).Membership;

    private static MembershipSnapshot? Applied(MembershipSnapshot membership, PlacementEdits edits)
    {
        var transition = MembershipReducer.Apply(membership, edits.ToChange(membership, Changes.Noon));
        return transition.Outcome is MembershipOutcome.Applied or MembershipOutcome.Unchanged ? transition.Membership : null;
    }

    private static string Contents(MembershipSnapshot membership) => string.Join(
        '\n',
        membership.Servers
            .Select(server => $"{server.Id} {server.Url} {server.Weight} {server.HealthCheck} {server.State}")
            .Prepend($"{membership.Algorithm ?? PlacementAlgorithm.Ring}"));
}
