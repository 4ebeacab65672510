namespace LoadBalancer.Tests.Support;

/// <summary>How a <see cref="FaultyServer"/> handles a request.</summary>
public enum Fault
{
    /// <summary>Closes the connection without a response.</summary>
    Close,

    /// <summary>Resets the connection.</summary>
    Reset,

    /// <summary>Closes the connection in the middle of the response head.</summary>
    HalfHead,

    /// <summary>Responds in a protocol other than HTTP.</summary>
    NotHttp,

    /// <summary>Closes the connection in the middle of the response body.</summary>
    HalfBody,

    /// <summary>Responds with 503 at once, without reading the rest of the request.</summary>
    Unavailable,

    /// <summary>Never responds.</summary>
    Hang,
}
