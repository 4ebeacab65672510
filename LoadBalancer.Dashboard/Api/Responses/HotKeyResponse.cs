using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>A frequent key.</summary>
/// <param name="Key">The key, cut to 128 characters.</param>
/// <param name="Requests">Requests that had it, at most.</param>
/// <param name="Error">By how many that may be too great.</param>
/// <param name="Share">Its part of the requests, 0 to 1.</param>
/// <param name="Owner">The server that owns it at present; absent where there is none.</param>
internal sealed record HotKeyResponse(string Key, long Requests, long Error, double Share, string? Owner)
{
    public static HotKeyResponse Of(HotKeyView view) => new(view.Key.Key, view.Key.Requests, view.Key.Error, view.Share, view.Owner);
}
