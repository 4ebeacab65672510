using CsCheck;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Tests.Core.Membership;

/// <summary>Tests gateways on a store that is changed, emptied, and restored in any order.</summary>
public sealed class MembershipHistoryPropertyTests
{
    private const int Gateways = 3;
    private static readonly TimeSpan RecoveryTime = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Events 0 to 2: that gateway reads the store; 3 to 6: a server joins, a server leaves, everything is lost, an older copy is restored.
    /// </summary>
    private static readonly Gen<(int Event, int Choice)[]> Histories = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 20]).Array[0, 60];

    [Fact]
    public void Observe_AnyHistory_NeverUsesAnOlderVersionAndLosesNoServerThatDidNotLeave() =>
        Histories.Sample(events =>
        {
            var model = new Model();
            foreach (var (kind, choice) in events)
            {
                var before = model.Currents();
                model.Happen(kind, choice);
                foreach (var (last, next) in before.Zip(model.Currents()))
                {
                    Assert.True(next.Version >= last.Version);
                    Assert.All(
                        last.Servers.Where(server => next.Find(server.Id) is null), server => Assert.Contains(server.Id.Value, model.Left));
                }
            }
        });

    [Fact]
    public void Observe_AnyHistory_AllGatewaysSoonUseTheStoredMembership() =>
        Histories.Sample(events =>
        {
            var model = new Model();
            foreach (var (kind, choice) in events)
            {
                model.Happen(kind, choice);
            }

            for (var round = 0; round < 2 * (Gateways + 1); round++)
            {
                model.Happen(round % Gateways, 0);
            }

            var repairs = model.Repairs;
            for (var gateway = 0; gateway < Gateways; gateway++)
            {
                model.Happen(gateway, 0);
            }

            Assert.Equal(repairs, model.Repairs);
            Assert.All(model.Currents(), current =>
            {
                Assert.Equal((model.Stored.Epoch, model.Stored.Version), (current.Epoch, current.Version));
                Assert.True(current.HasContentOf(model.Stored));
            });
        });

    private sealed class Model
    {
        private readonly MembershipHistory[] _gateways = [.. Enumerable.Repeat(MembershipHistory.Unknown, Gateways)];
        private readonly List<MembershipSnapshot> _copies = [MembershipSnapshot.Empty];
        private readonly Dictionary<MembershipSnapshot, HashSet<MembershipSnapshot>> _lines = new(ReferenceEqualityComparer.Instance);
        private int _epochs;
        private int _joined;

        public MembershipSnapshot Stored { get; private set; } = MembershipSnapshot.Empty;

        public HashSet<string> Left { get; } = [];

        public int Repairs { get; private set; }

        public MembershipSnapshot[] Currents() => [.. _gateways.Select(gateway => gateway.Current)];

        public void Happen(int kind, int choice)
        {
            switch (kind)
            {
                case < Gateways:
                    Read(kind);
                    break;
                case 3 when CanHappen(Next(Joined)):
                    Change(Joined);
                    _joined++;
                    break;
                case 4 when Stored.Servers is { Length: > 0 } servers
                    && new MembershipChange.Leave(servers[choice % servers.Length].Id) is var leave
                    && CanHappen(Next(leave)):
                    Left.Add(leave.Id.Value);
                    Change(leave);
                    break;
                case 5:
                    Stored = MembershipSnapshot.Empty;
                    break;
                case 6 when _copies[choice % _copies.Count] is var copy && CanHappen(copy):
                    Stored = copy;
                    break;
            }
        }

        private MembershipChange.Join Joined => new(new($"s{_joined}"), "http://s.test", null, null, Start);

        /// <summary>
        /// Returns whether the model allows this membership. Versions cannot distinguish the two branches of a forked history, so the model
        /// assumes that gateways notice a restored store before its versions overtake theirs, and that the store does not jump between
        /// branches.
        /// </summary>
        private bool CanHappen(MembershipSnapshot next) => Currents()
            .Append(next)
            .SelectMany(LineOf)
            .Distinct(ReferenceEqualityComparer.Instance)
            .Cast<MembershipSnapshot>()
            .Where(snapshot => !snapshot.Epoch.IsNone)
            .GroupBy(snapshot => snapshot.Epoch)
            .All(epoch => epoch.OrderBy(snapshot => snapshot.Version).ToArray() is var line
                && line.Zip(line.Skip(1)).All(pair => LineOf(pair.Second).Contains(pair.First)));

        /// <summary>Returns a membership and all memberships that it derives from.</summary>
        private HashSet<MembershipSnapshot> LineOf(MembershipSnapshot snapshot) =>
            _lines.TryGetValue(snapshot, out var line) ? line : Line(snapshot, Stored);

        private HashSet<MembershipSnapshot> Line(MembershipSnapshot snapshot, params IEnumerable<MembershipSnapshot> origins) =>
            new(origins.SelectMany(origin => _lines.GetValueOrDefault(origin, [])).Append(snapshot), ReferenceEqualityComparer.Instance);

        private void Read(int gateway)
        {
            _gateways[gateway] = _gateways[gateway].Observe(Stored, TimeSpan.Zero, RecoveryTime, out _);
            if (_gateways[gateway].Repair is { } repair)
            {
                Repairs++;
                Change(repair, _gateways[gateway].Current);
                _gateways[gateway] = _gateways[gateway].Observe(Stored, TimeSpan.Zero, RecoveryTime, out _);
            }
        }

        private MembershipSnapshot Next(MembershipChange change)
        {
            var next = MembershipReducer.Apply(Stored, change).Membership;
            return next.Epoch.IsNone && next.Version > 0 ? next.InEpoch(new($"epoch-{_epochs}")) : next;
        }

        private void Change(MembershipChange change, params IEnumerable<MembershipSnapshot> origins)
        {
            var next = Next(change);
            _epochs++;
            _lines.TryAdd(next, Line(next, origins.Append(Stored)));
            Stored = next;
            _copies.Add(Stored);
        }
    }
}
