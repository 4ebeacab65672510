using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Preview;

/// <summary>Several changes, made together or not at all.</summary>
/// <param name="Servers">Servers to add or to change.</param>
/// <param name="Remove">Servers to remove, by id.</param>
/// <param name="Algorithm">The placement algorithm; <see langword="null"/> to keep the current one.</param>
internal sealed record PlacementEdits(ImmutableArray<ServerEdit> Servers, ImmutableArray<ServerId> Remove, PlacementAlgorithm? Algorithm)
{
    /// <summary>No change.</summary>
    public static readonly PlacementEdits None = new([], [], null);

    /// <summary>A placeholder for a URL that is not known yet. Only Ketama uses it for placement, and nothing is ever sent to it.</summary>
    private const string UnknownUrl = "http://unknown.invalid";

    /// <summary>Servers that receive no new requests, by id.</summary>
    public ImmutableArray<ServerId> Drain { get; init; } = [];

    /// <summary>Servers that receive requests again, by id.</summary>
    public ImmutableArray<ServerId> Activate { get; init; } = [];

    /// <summary>Whether there are no edits.</summary>
    public bool IsEmpty => Servers.IsEmpty && Remove.IsEmpty && Drain.IsEmpty && Activate.IsEmpty && Algorithm is null;

    /// <summary>Converts the edits to one change of the membership, which validates them.</summary>
    /// <param name="membership">The membership to change, which determines the servers that are new.</param>
    /// <param name="at">The time of the change; <see langword="null"/> for the time at which the store applies it.</param>
    public MembershipChange.Batch ToChange(MembershipSnapshot membership, DateTimeOffset? at) => new(
    [
        .. Remove.Select(id => new MembershipChange.Leave(id)),
        .. Servers.SelectMany(
            edit => ChangesOf(edit, Remove.Contains(edit.Id) ? null : membership.Find(edit.Id), at)),
        .. Drain.Select(id => new MembershipChange.SetState(id, ServerState.Draining)),
        .. Activate.Select(id => new MembershipChange.SetState(id, ServerState.Active)),
        .. Algorithm is { } algorithm ? [new MembershipChange.SetAlgorithm(algorithm)] : Array.Empty<MembershipChange>(),
    ]);

    /// <summary>
    /// Returns a sentence that explains why edits that can be previewed cannot be applied; <see langword="null"/> if they can.
    /// </summary>
    public string? FindMissingUrl(MembershipSnapshot membership) =>
        Servers.FirstOrDefault(edit => edit.Url is null && membership.Find(edit.Id) is null) is { } missing
            ? $"The new server '{missing.Id}' needs a URL."
            : null;

    private static IEnumerable<MembershipChange> ChangesOf(ServerEdit edit, Server? present, DateTimeOffset? at)
    {
        if (present is null || (edit.Url is not null
            && !(ServerRules.CheckUrl(edit.Url, out var url) is null && string.Equals(url, present.Url, StringComparison.Ordinal))))
        {
            yield return new MembershipChange.Join(
                edit.Id, edit.Url ?? UnknownUrl, edit.Weight, Instance: null, at, HealthCheck: edit.HealthCheck);
            yield break;
        }

        if (edit.Weight is { } weight)
        {
            yield return new MembershipChange.SetWeight(edit.Id, weight);
        }

        if (edit.HealthCheck is { } check)
        {
            yield return new MembershipChange.SetHealthCheck(edit.Id, check);
        }
    }
}
