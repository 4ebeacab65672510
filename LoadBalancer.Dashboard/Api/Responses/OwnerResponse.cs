namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>Where a key belongs, where its requests go at present, and why.</summary>
/// <param name="Key">The key.</param>
/// <param name="Hash">Its hash, as 16 hexadecimal digits.</param>
/// <param name="Version">The version of the membership.</param>
/// <param name="Digest">The placement.</param>
/// <param name="Algorithm">How keys are placed.</param>
/// <param name="Owner">The server that owns it; absent where there are none.</param>
/// <param name="Server">The server that gets its requests while the load is low; absent where none can.</param>
/// <param name="Reason">Why that one: the name of a selection reason.</param>
/// <param name="Because">The same in words.</param>
/// <param name="Candidates">The servers in order of preference, the owner first.</param>
internal sealed record OwnerResponse(
    string Key,
    string Hash,
    long Version,
    string Digest,
    string Algorithm,
    string? Owner,
    string? Server,
    string Reason,
    string Because,
    IReadOnlyList<CandidateResponse> Candidates);
