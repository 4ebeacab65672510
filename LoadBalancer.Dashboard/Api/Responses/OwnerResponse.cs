using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The owner of a key, the server that currently receives its requests, and the reason.</summary>
/// <param name="Key">The key.</param>
/// <param name="Hash">Its hash, as 16 hexadecimal digits.</param>
/// <param name="Version">The version of the membership.</param>
/// <param name="Digest">The digest of the placement.</param>
/// <param name="Algorithm">The placement algorithm.</param>
/// <param name="Owner">The server that owns the key; absent if there are no servers.</param>
/// <param name="Server">The server that receives the key's requests while the load is low; absent if no server can.</param>
/// <param name="Reason">The reason for that server: the name of a selection reason.</param>
/// <param name="Because">The reason in words.</param>
/// <param name="Candidates">The servers in order of preference, the owner first.</param>
/// <param name="Elsewhere">The gateways that send the key to another server, or may, by name; none if all send it to this one.</param>
internal sealed record OwnerResponse(
    string Key,
    string Hash,
    long Version,
    string Digest,
    [property: ValuesOf(typeof(PlacementAlgorithm))] string Algorithm,
    string? Owner,
    string? Server,
    [property: ValuesOf(typeof(SelectionReason))] string Reason,
    string Because,
    IReadOnlyList<CandidateResponse> Candidates,
    IReadOnlyList<ElsewhereResponse> Elsewhere);
