namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>The most frequent keys of the last 30 minutes, the most frequent first.</summary>
internal sealed record HotKeysResponse(IReadOnlyList<HotKeyResponse> HotKeys);
