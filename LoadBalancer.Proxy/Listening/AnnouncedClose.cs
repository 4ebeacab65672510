using Microsoft.AspNetCore.Connections.Features;

namespace LoadBalancer.Proxy.Listening;

/// <summary>
/// Replaces the request to close an HTTP/1.1 connection that Kestrel would receive. Kestrel would close a connection without a request at
/// once, although a request may be in transit, and the client could not tell whether it was processed. Instead, the connection closes with
/// its next response, which announces the close, or when it has been idle for a while.
/// </summary>
/// <param name="connection">What was replaced.</param>
internal sealed class AnnouncedClose(IConnectionLifetimeNotificationFeature? connection) : IConnectionLifetimeNotificationFeature
{
    /// <summary>
    /// How long a connection that is to be closed may be idle. Clients that send requests more often than that never meet the close without
    /// an announcement, and a stop is not delayed much by clients that send nothing: it is less than the usual keep-alive timeouts of 60 s
    /// and more, after which any client must expect the close, and more than the pauses of a busy client.
    /// </summary>
    public static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(5);

    /// <summary>Never cancelled.</summary>
    public CancellationToken ConnectionClosedRequested { get; set; }

    public void RequestClose() => connection?.RequestClose();
}
