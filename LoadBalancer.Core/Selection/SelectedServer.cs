namespace LoadBalancer.Core.Selection;

/// <summary>The server selected for a request, and the reason.</summary>
/// <param name="Server">The server's index in the snapshot's membership, or −1.</param>
/// <param name="Reason">The reason.</param>
public readonly record struct SelectedServer(int Server, SelectionReason Reason)
{
    /// <summary>No server can take the request.</summary>
    public static readonly SelectedServer None = new(-1, SelectionReason.None);
}
