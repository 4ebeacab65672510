using System.Collections.Immutable;
using System.ComponentModel;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.Preview;
using LoadBalancer.Dashboard.Responses;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api.Bodies;

/// <summary>Several changes, made together or not at all.</summary>
internal sealed record EditsBody
{
    [Description("Servers to add or to change.")]
    public IReadOnlyList<EditBody>? Servers { get; init; }

    [Description("Ids of servers to remove.")]
    public IReadOnlyList<string>? Remove { get; init; }

    [Description("Ids of servers to drain: they get no new requests but stay members, and their keys go to their next candidates.")]
    public IReadOnlyList<string>? Drain { get; init; }

    [Description("Ids of draining servers that are to get the requests of their keys again.")]
    public IReadOnlyList<string>? Activate { get; init; }

    [Description("The placement algorithm. By default, it stays the same.")]
    [ValuesOf(typeof(PlacementAlgorithm))]
    public string? Algorithm { get; init; }

    /// <summary>Returns the body that makes edits.</summary>
    public static EditsBody Of(PlacementEdits edits) => new()
    {
        Servers = edits.Servers.IsEmpty ? null : [.. edits.Servers.Select(EditBody.Of)],
        Remove = IdsOf(edits.Remove),
        Drain = IdsOf(edits.Drain),
        Activate = IdsOf(edits.Activate),
        Algorithm = edits.Algorithm?.ToString(),
    };

    /// <summary>Returns the edits, or a problem with the first field that is not allowed.</summary>
    public ProblemHttpResult? Read(out PlacementEdits edits)
    {
        var (servers, remove, drain, activate) = (Servers ?? [], Remove ?? [], Drain ?? [], Activate ?? []);
        var count = servers.Count + remove.Count + drain.Count + activate.Count;
        var algorithm = default(PlacementAlgorithm?);
        edits = PlacementEdits.None;
        var problem = count > RequestLimits.Edits
            ? Fields.Check("servers", $"{count} changes are too many: {RequestLimits.Edits} are allowed at once.")
            : servers.Select((edit, i) => Check(edit, $"servers[{i}]")).FirstOrDefault(found => found is not null)
              ?? Check(remove, "remove") ?? Check(drain, "drain") ?? Check(activate, "activate")
              ?? activate.Select((id, i) => CheckOnce(id, drain, $"activate[{i}]")).FirstOrDefault(found => found is not null)
              ?? (Algorithm is null ? null : Fields.CheckAlgorithm(Algorithm, out algorithm));
        if (problem is null)
        {
            edits = new(
                [.. servers.Select(edit => new ServerEdit(new(edit.Id!), edit.Weight, edit.Url, edit.HealthCheck))],
                [.. remove.Select(ServerId.Create)],
                algorithm)
            {
                Drain = [.. drain.Select(ServerId.Create)],
                Activate = [.. activate.Select(ServerId.Create)],
            };
        }

        return problem;
    }

    private static string[]? IdsOf(ImmutableArray<ServerId> ids) => ids.IsEmpty ? null : [.. ids.Select(id => id.Value)];

    private static ProblemHttpResult? Check(IReadOnlyList<string> ids, string field) =>
        ids.Select((id, i) => Fields.Check($"{field}[{i}]", ServerRules.CheckId(id))).FirstOrDefault(found => found is not null);

    private static ProblemHttpResult? CheckOnce(string id, IReadOnlyList<string> drain, string field) =>
        Fields.Check(field, drain.Contains(id, StringComparer.Ordinal) ? $"'{id}' cannot be drained and activated at once." : null);

    private static ProblemHttpResult? Check(EditBody? edit, string field) =>
        edit is null ? Problems.OfField(field, "null is not allowed.")
        : Fields.Check($"{field}.id", ServerRules.CheckId(edit.Id))
          ?? (edit.Weight is { } weight ? Fields.Check($"{field}.weight", ServerRules.CheckWeight(weight)) : null)
          ?? (edit.Url is { } url ? Fields.Check($"{field}.url", ServerRules.CheckUrl(url, out _)) : null)
          ?? (edit.HealthCheck is { Length: > 0 } check ? Fields.Check($"{field}.healthCheck", ServerRules.CheckHealthCheck(check)) : null);
}
