namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>What a change means for a frequent key.</summary>
/// <param name="Key">The key, cut to 128 characters.</param>
/// <param name="Share">Its part of the requests of the last 30 minutes, 0 to 1.</param>
/// <param name="ServerBefore">The server that gets it: its owner, or the next candidate while that drains.</param>
/// <param name="ServerAfter">The server that gets it afterwards.</param>
internal sealed record PreviewKeyResponse(string Key, double Share, string? ServerBefore, string? ServerAfter);
