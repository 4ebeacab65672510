namespace LoadBalancer.Core.Selection;

/// <summary>The server that a request goes to, and why.</summary>
/// <param name="Server">Its place in the snapshot's membership, or −1.</param>
/// <param name="Reason">Why this one.</param>
public readonly record struct SelectedServer(int Server, SelectionReason Reason)
{
    /// <summary>No server can take the request.</summary>
    public static readonly SelectedServer Nobody = new(-1, SelectionReason.None);
}
