namespace LoadBalancer.Cluster.Failover;

/// <summary>A way to send a request to a second server while the first one is awaited.</summary>
internal interface IHedge
{
    /// <summary>
    /// Sends the request, if all of it is at hand. Called by the timer of the attempt, which the request's own thread waits for.
    /// </summary>
    /// <returns>Whether it is being sent.</returns>
    bool TryStart();

    /// <summary>Ends the second attempt, since the first one has a response.</summary>
    void Cancel();

    /// <summary>Prevents the second attempt from ending the first one, which has ended.</summary>
    void Detach();
}
