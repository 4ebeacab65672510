using System.Collections.Immutable;
using CsCheck;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Tests.Core.Membership;

public sealed class MembershipReducerPropertyTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<string> Ids = Gen.OneOf("a", "b", "c", "not allowed", "");

    private static readonly Gen<string?> Instances = Gen.OneOf<string?>(null, "p1", "p2");

    private static readonly Gen<MembershipChange> Changes = Gen.OneOf<MembershipChange>(
        Gen.Select(
            Ids,
            Gen.OneOf("http://a:1", "http://a:1/", "http://a:2", "nonsense"),
            Gen.OneOf<int?>(null, 1, 1_000, 0, 1_001),
            Instances,
            Gen.Int[0, 9],
            (id, url, weight, instance, minute) => (MembershipChange)new MembershipChange.Join(
                new(id), url, weight, instance, Start.AddMinutes(minute))),
        Gen.Select(Ids, Instances, (id, instance) => (MembershipChange)new MembershipChange.Leave(new(id), instance)),
        Gen.Select(Ids, Gen.OneOf("p1", "p2"), (id, instance) => (MembershipChange)new MembershipChange.Expire(new(id), instance)),
        Gen.Select(
            Ids,
            Gen.Enum<ServerState>(),
            Instances,
            (id, state, instance) => (MembershipChange)new MembershipChange.SetState(new(id), state, instance)),
        Gen.Select(Ids, Gen.Int[-1, 1_002], (id, weight) => (MembershipChange)new MembershipChange.SetWeight(new(id), weight)),
        Gen.OneOf<PlacementAlgorithm?>(null, PlacementAlgorithm.Maglev, (PlacementAlgorithm)99)
            .Select(algorithm => (MembershipChange)new MembershipChange.SetAlgorithm(algorithm)));

    [Fact]
    public void Apply_AnyHistory_VersionGrowsByOneExactlyWhenApplied() =>
        Changes.Array[0, 40].Sample(changes =>
        {
            var membership = MembershipSnapshot.Empty;
            foreach (var change in changes)
            {
                var transition = MembershipReducer.Apply(membership, change);
                if (transition.Outcome == MembershipOutcome.Applied)
                {
                    Assert.Equal(membership.Version + 1, transition.Membership.Version);
                    Assert.False(
                        membership.Servers.SequenceEqual(transition.Membership.Servers)
                            && membership.Algorithm == transition.Membership.Algorithm);
                }
                else
                {
                    Assert.Same(membership, transition.Membership);
                }

                Assert.Equal(membership.Epoch, transition.Membership.Epoch);
                Assert.Equal(transition.Outcome is MembershipOutcome.Applied or MembershipOutcome.Unchanged, transition.Reason is null);
                membership = transition.Membership;
            }
        });

    [Fact]
    public void Apply_AnyHistory_EveryServerStaysWithinTheRules() =>
        Changes.Array[0, 40].Sample(changes =>
        {
            var membership = Replay(changes);

            Assert.All(membership.Servers, server =>
            {
                Assert.Null(ServerRules.CheckId(server.Id.Value));
                Assert.Null(ServerRules.CheckWeight(server.Weight));
                Assert.Null(ServerRules.CheckUrl(server.Url, out var recorded));
                Assert.Equal(recorded, server.Url);
            });
        });

    [Fact]
    public void Apply_TheSameChangeTwice_ChangesNothingTheSecondTime() =>
        Gen.Select(Changes.Array[0, 20], Changes).Sample((history, change) =>
        {
            var once = MembershipReducer.Apply(Replay(history), change).Membership;

            Assert.NotEqual(MembershipOutcome.Applied, MembershipReducer.Apply(once, change).Outcome);
        });

    [Fact]
    public void Apply_OneServersChange_LeavesTheOthersAsTheyAre() =>
        Gen.Select(Changes.Array[0, 20], Changes).Sample((history, change) =>
        {
            var before = Replay(history);
            var after = MembershipReducer.Apply(before, change).Membership;

            Assert.Equal(Others(before, change), Others(after, change));
        });

    [Fact]
    public void Apply_RejoinWithoutWeight_KeepsTheWeight() =>
        Changes.Array[0, 20].Sample(history =>
        {
            var before = Replay(history);
            var after = MembershipReducer.Apply(before, new MembershipChange.Join(new("a"), "http://new:1", null, "new", Start)).Membership;

            Assert.Equal(before.Find(new("a"))?.Weight ?? ServerRules.DefaultWeight, after.Find(new("a"))!.Weight);
        });

    [Fact]
    public void Apply_ConditionedOnAnotherVersion_IsStaleAndChangesNothing() =>
        Gen.Select(Changes.Array[0, 20], Changes, Gen.OneOf(-1, 1)).Sample((history, change, off) =>
        {
            var before = Replay(history);
            var transition = MembershipReducer.Apply(before, change with { If = before.At with { Version = before.Version + off } });

            Assert.Equal(MembershipOutcome.Stale, transition.Outcome);
            Assert.Same(before, transition.Membership);
        });

    [Fact]
    public void Apply_ConditionedOnTheCurrentVersion_IsAsWithoutACondition() =>
        Gen.Select(Changes.Array[0, 20], Changes).Sample((history, change) =>
        {
            var before = Replay(history);
            var (free, bound) = (MembershipReducer.Apply(before, change), MembershipReducer.Apply(before, change with { If = before.At }));

            Assert.Equal((free.Outcome, free.Reason), (bound.Outcome, bound.Reason));
            Assert.True(free.Membership.HasContentOf(bound.Membership));
        });

    [Fact]
    public void Apply_Batch_IsAllOfItsChangesUnderOneVersionOrNone() =>
        Gen.Select(Changes.Array[0, 20], Changes.Array[0, 6]).Sample((history, changes) =>
        {
            var before = Replay(history);
            var singly = changes.Where(change => change is not MembershipChange.Expire).ToArray();
            var steps = singly.Aggregate(
                ImmutableList.Create(new MembershipTransition(MembershipOutcome.Unchanged, before)),
                (done, change) => done.Add(MembershipReducer.Apply(done[^1].Membership, change)));
            var refused = steps.Find(step => step.Reason is not null);

            var transition = MembershipReducer.Apply(before, new MembershipChange.Batch([.. singly]));

            if (refused is not null)
            {
                Assert.Equal((refused.Outcome, refused.Reason), (transition.Outcome, transition.Reason));
                Assert.Same(before, transition.Membership);
            }
            else
            {
                var differs = !steps[^1].Membership.HasContentOf(before);
                Assert.True(transition.Membership.HasContentOf(steps[^1].Membership));
                Assert.Equal(differs ? MembershipOutcome.Applied : MembershipOutcome.Unchanged, transition.Outcome);
                Assert.Equal(before.Version + (differs ? 1 : 0), transition.Membership.Version);
            }
        });

    [Fact]
    public void Difference_OfAnyTwo_LeadsFromOneToTheOther() =>
        Gen.Select(Changes.Array[0, 20], Changes.Array[0, 20]).Sample((one, other) =>
        {
            var (before, after) = (Replay(one), Replay(other));
            var differences = MembershipDifference.Between(before, after);

            var patched = before.Servers.ToDictionary(server => server.Id);
            foreach (var difference in differences)
            {
                Assert.Equal(before.Find(difference.Id), difference.Before);
                Assert.NotEqual(difference.Before, difference.After);
                patched.Remove(difference.Id);
                if (difference.After is { } server)
                {
                    patched.Add(server.Id, server);
                }
            }

            Assert.Equal(after.Servers, patched.Values.OrderBy(server => server.Id.Value, StringComparer.Ordinal));
        });

    private static MembershipSnapshot Replay(MembershipChange[] changes) =>
        changes.Aggregate(MembershipSnapshot.Empty, (membership, change) => MembershipReducer.Apply(membership, change).Membership);

    private static IEnumerable<Server> Others(MembershipSnapshot membership, MembershipChange change) =>
        membership.Servers.Where(server => server.Id != (change as MembershipChange.OfServer)?.Id);
}
