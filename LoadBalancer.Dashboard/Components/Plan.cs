using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.Preview;

namespace LoadBalancer.Dashboard.Components;

/// <summary>Several planned changes. A later change to the same server, or of the algorithm, replaces the earlier one. Immutable.</summary>
internal sealed record Plan(ImmutableArray<PlanStep> Steps)
{
    public static readonly Plan Empty = new([]);

    public Plan With(PlanStep step) => new([.. Steps.Where(other => !IsSubjectOf(step, other)), step]);

    public Plan Without(PlanStep step) => new(Steps.Remove(step));

    public PlacementEdits ToEdits() => new(
        [.. Steps.OfType<PlanStep.Put>().Select(put => new ServerEdit(put.Id, put.Weight, put.Url))],
        [.. Steps.OfType<PlanStep.Remove>().Select(remove => remove.Id)],
        Steps.OfType<PlanStep.Use>().SingleOrDefault()?.Algorithm)
    {
        Drain = [.. Steps.OfType<PlanStep.Drain>().Select(drain => drain.Id)],
        Activate = [.. Steps.OfType<PlanStep.Activate>().Select(activate => activate.Id)],
    };

    /// <summary>Returns the plan without the steps whose effect is there already, such as after it was applied.</summary>
    public Plan RemainingOf(MembershipSnapshot membership) => new([.. Steps.Where(step => !IsDone(step, membership))]);

    /// <summary>Whether the effect of a step is there already.</summary>
    public static bool IsDone(PlanStep step, MembershipSnapshot membership) => step switch
    {
        PlanStep.Put put => membership.Find(put.Id) is { } present && present.Weight == put.Weight && IsAt(present, put.Url),
        PlanStep.Remove remove => membership.Find(remove.Id) is null,
        PlanStep.Drain drain => membership.Find(drain.Id) is { State: ServerState.Draining },
        PlanStep.Activate activate => membership.Find(activate.Id) is { State: ServerState.Active },
        PlanStep.Use use => membership.Algorithm == use.Algorithm,
        _ => false,
    };

    /// <summary>Returns the servers that would leave and then join again, since their processes register them.</summary>
    public ImmutableArray<ServerId> FindReturning(MembershipSnapshot membership) =>
        [.. Steps.OfType<PlanStep.Remove>().Select(remove => remove.Id).Where(id => membership.Find(id) is { Instance: not null })];

    /// <summary>Describes a step in words.</summary>
    public static string Describe(PlanStep step, MembershipSnapshot membership) => step switch
    {
        PlanStep.Put { Url: { } url } put
            when membership.Find(put.Id) is { } present && !IsAt(present, url) =>
            $"replace with {url}, weight {put.Weight}",
        PlanStep.Put put when membership.Find(put.Id) is { } present =>
            present.Weight == put.Weight ? $"weight {put.Weight}" : $"weight {present.Weight} → {put.Weight}",
        PlanStep.Put put => $"add, weight {put.Weight}{(put.Url is null ? " (no URL yet)" : "")}",
        PlanStep.Remove => "remove",
        PlanStep.Drain => "drain",
        PlanStep.Activate => "activate",
        PlanStep.Use use => $"switch to {use.Algorithm}",
        _ => step.ToString(),
    };

    /// <summary>Returns the server that a step concerns.</summary>
    public static ServerId? ServerOf(PlanStep step) => step switch
    {
        PlanStep.Put put => put.Id,
        PlanStep.Remove remove => remove.Id,
        PlanStep.Drain drain => drain.Id,
        PlanStep.Activate activate => activate.Id,
        _ => null,
    };

    /// <summary>Whether a server is at a URL, which is compared as the membership records it; absent is the present one.</summary>
    private static bool IsAt(Server server, string? url) =>
        url is null
        || (ServerRules.CheckUrl(url, out var recorded) is null && string.Equals(recorded, server.Url, StringComparison.Ordinal));

    private static bool IsSubjectOf(PlanStep step, PlanStep other) =>
        ServerOf(step) == ServerOf(other);
}
