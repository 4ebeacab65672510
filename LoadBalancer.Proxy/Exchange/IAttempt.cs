namespace LoadBalancer.Proxy.Exchange;

/// <summary>A way to send a request to the server that it is placed on. <see cref="AttemptLoop"/> calls it for each attempt.</summary>
internal interface IAttempt
{
    /// <summary>The status of the response, if there was one.</summary>
    int Status { get; }

    /// <summary>Whether the whole request has taken too long, so that no other server is attempted.</summary>
    bool IsLate { get; }

    /// <summary>Whether the request has switched protocols, so that its duration is not that of a request.</summary>
    bool IsTunnel { get; }

    /// <summary>Begins an attempt on the current server.</summary>
    void Begin();

    /// <summary>Sends the request and forwards the response.</summary>
    ValueTask<ExchangeResult> RunAsync();

    /// <summary>Ends the attempt.</summary>
    void End(in ExchangeResult result);

    /// <summary>Discards what the attempt has prepared for the client; another attempt follows.</summary>
    void StartOver();
}
