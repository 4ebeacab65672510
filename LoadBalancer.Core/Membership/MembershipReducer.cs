using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Core.Membership;

/// <summary>The rules of membership as a pure function. Thread-safe; each single change is O(n) in the number of servers.</summary>
public static class MembershipReducer
{
    /// <summary>Applies a change. A rejection is an outcome, never an exception, and changes nothing.</summary>
    /// <exception cref="ArgumentException">The change <see cref="MembershipChange.NeedsTime"/>, which the store must determine.</exception>
    public static MembershipTransition Apply(MembershipSnapshot membership, MembershipChange change) => change switch
    {
        { If: { } expected } when expected != membership.At => Stale(membership, expected),
        MembershipChange.OfServer ofServer => Apply(membership, ofServer),
        MembershipChange.SetAlgorithm { Algorithm: { } algorithm } when !Enum.IsDefined(algorithm) =>
            new(
                MembershipOutcome.Invalid,
                membership,
                $"Unknown algorithm {algorithm}: it must be one of {string.Join(", ", Enum.GetNames<PlacementAlgorithm>())}."),
        MembershipChange.SetAlgorithm set when set.Algorithm == membership.Algorithm => new(MembershipOutcome.Unchanged, membership),
        MembershipChange.SetAlgorithm set => Changed(membership, membership.Servers, set.Algorithm),
        MembershipChange.Batch batch => Apply(membership, batch),
        MembershipChange.PutBack back => new(MembershipOutcome.Applied, LostMembership.PutBack(membership, back.Lost)),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "An unknown kind of change."),
    };

    /// <summary>Applies each change to the result of those before it, under the version before the batch.</summary>
    private static MembershipTransition Apply(MembershipSnapshot membership, MembershipChange.Batch batch)
    {
        var next = membership;
        foreach (var change in batch.Changes.IsDefault ? [] : batch.Changes)
        {
            if (change is MembershipChange.Batch or MembershipChange.PutBack or MembershipChange.Expire)
            {
                return new(MembershipOutcome.Invalid, membership, $"A batch cannot hold a change of the kind {change.GetType().Name}.");
            }

            var step = Apply(next, change);
            if (step.Outcome is not (MembershipOutcome.Applied or MembershipOutcome.Unchanged))
            {
                return step with { Membership = membership };
            }

            next = new(membership.Epoch, membership.Version, step.Membership.Servers, step.Membership.Algorithm, membership.Continues);
        }

        return next.HasContentOf(membership)
            ? new(MembershipOutcome.Unchanged, membership)
            : Changed(membership, next.Servers, next.Algorithm);
    }

    private static MembershipTransition Apply(MembershipSnapshot membership, MembershipChange.OfServer change)
    {
        var present = membership.Find(change.Id);
        return change switch
        {
            MembershipChange.Join join => Join(membership, present, join),
            MembershipChange.SetWeight { Weight: var weight } when ServerRules.CheckWeight(weight) is { } reason =>
                new(MembershipOutcome.Invalid, membership, reason),
            MembershipChange.SetHealthCheck { HealthCheck: var check } when CheckHealthCheck(check) is { } reason =>
                new(MembershipOutcome.Invalid, membership, reason),
            _ when present is null =>
                new(MembershipOutcome.NotFound, membership, $"There is no server '{change.Id}'."),
            MembershipChange.Leave leave when IsAnother(present, leave.Instance) => Superseded(membership, present),
            MembershipChange.Leave => Remove(membership, present),
            MembershipChange.Expire expire when IsAnother(present, expire.Instance) => Superseded(membership, present),
            MembershipChange.Expire => Remove(membership, present),
            MembershipChange.SetState set when IsAnother(present, set.Instance) => Superseded(membership, present),
            MembershipChange.SetState set => Replace(membership, present, present with { State = set.State }),
            MembershipChange.SetWeight set when CheckRoom(membership, present, set.Weight) is { } reason =>
                new(MembershipOutcome.Invalid, membership, reason),
            MembershipChange.SetWeight set => Replace(membership, present, present with { Weight = set.Weight }),
            MembershipChange.SetHealthCheck set =>
                Replace(membership, present, present with { HealthCheck = RecordedCheck(set.HealthCheck) }),
            _ => throw new ArgumentOutOfRangeException(nameof(change), change, "An unknown kind of change."),
        };
    }

    private static MembershipTransition Join(MembershipSnapshot membership, Server? present, MembershipChange.Join join)
    {
        var weight = join.Weight ?? present?.Weight ?? ServerRules.DefaultWeight;
        var urlReason = ServerRules.CheckUrl(join.Url, out var url);
        var reason = ServerRules.CheckId(join.Id.Value) ?? urlReason ?? ServerRules.CheckWeight(weight);
        reason ??= join.HealthCheck is null ? null : CheckHealthCheck(join.HealthCheck);
        reason ??= join.Build is null ? null : ServerRules.CheckBuild(join.Build);
        reason ??= CheckRoom(membership, present, weight);
        if (reason is not null)
        {
            return new(MembershipOutcome.Invalid, membership, reason);
        }

        var joined = new Server
        {
            Id = join.Id,
            Url = url,
            Weight = weight,
            HealthCheck = RecordedCheck(join.HealthCheck ?? present?.HealthCheck),
            Instance = join.Instance,
            Lease = join.Lease,
            Build = join.Build,
            Since = join.At ?? throw new ArgumentException($"The change has no time: {join}", nameof(join)),
        };
        return present is null
            ? Changed(membership, membership.Servers.Insert(~membership.IndexOf(joined.Id), joined))
            : Replace(membership, present, IsSameProcess(present, joined) ? joined with { Since = present.Since } : joined);
    }

    private static string? CheckHealthCheck(string check) => RecordedCheck(check) is null ? null : ServerRules.CheckHealthCheck(check);

    private static string? RecordedCheck(string? check) =>
        string.Equals(check, ServerRules.DefaultHealthCheck, StringComparison.Ordinal) ? null : check;

    private static string? CheckRoom(MembershipSnapshot membership, Server? present, int weight)
    {
        if (present is null && membership.Servers.Length >= ServerRules.MaxServers)
        {
            return $"The membership is full: it holds {ServerRules.MaxServers} servers at most.";
        }

        var total = membership.Servers.Sum(server => server.Weight) - (present?.Weight ?? 0) + weight;
        return total <= ServerRules.MaxTotalWeight || weight <= present?.Weight
            ? null
            : $"The weight {weight} is not allowed: the weights of all servers would add up to {total}; "
                + $"the maximum is {ServerRules.MaxTotalWeight}.";
    }

    private static MembershipTransition Remove(MembershipSnapshot membership, Server present) =>
        Changed(membership, membership.Servers.Remove(present));

    private static MembershipTransition Replace(MembershipSnapshot membership, Server present, Server next) =>
        present == next
            ? new(MembershipOutcome.Unchanged, membership)
            : Changed(membership, membership.Servers.Replace(present, next));

    private static MembershipTransition Changed(MembershipSnapshot membership, IEnumerable<Server> servers) =>
        Changed(membership, servers, membership.Algorithm);

    private static MembershipTransition Changed(
        MembershipSnapshot membership, IEnumerable<Server> servers, PlacementAlgorithm? algorithm) =>
        new(MembershipOutcome.Applied, new(membership.Epoch, membership.Version + 1, servers, algorithm, membership.Continues));

    private static MembershipTransition Stale(MembershipSnapshot membership, MembershipVersion expected) => new(
        MembershipOutcome.Stale,
        membership,
        $"The membership has changed since it was read: expected version {expected.Version}, but it is at version "
        + $"{membership.Version}{(membership.Epoch == expected.Epoch ? "" : " of another epoch")}.");

    private static MembershipTransition Superseded(MembershipSnapshot membership, Server present) =>
        new(MembershipOutcome.Superseded, membership, $"The server '{present.Id}' has registered again at {present.Url}.");

    private static bool IsAnother(Server present, string? instance) =>
        instance is not null && !string.Equals(present.Instance, instance, StringComparison.Ordinal);

    private static bool IsSameProcess(Server present, Server joined) =>
        string.Equals(present.Instance, joined.Instance, StringComparison.Ordinal)
        && string.Equals(present.Url, joined.Url, StringComparison.Ordinal);
}
