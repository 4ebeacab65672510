using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>A frequent key.</summary>
/// <param name="Key">The key, truncated to 128 characters.</param>
/// <param name="Requests">The maximum number of requests with the key.</param>
/// <param name="Error">The amount by which this number may be too high.</param>
/// <param name="Share">The key's share of the requests, 0 to 1.</param>
/// <param name="Owner">The server that currently owns the key; absent if there is none.</param>
internal sealed record HotKeyResponse(string Key, long Requests, long Error, double Share, string? Owner)
{
    public static HotKeyResponse Of(HotKeyView view) => new(view.Key.Key, view.Key.Requests, view.Key.Error, view.Share, view.Owner?.Value);
}
