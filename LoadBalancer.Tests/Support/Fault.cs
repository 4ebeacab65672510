namespace LoadBalancer.Tests.Support;

/// <summary>What a <see cref="FaultyServer"/> does with a request.</summary>
public enum Fault
{
    /// <summary>Closes without a word.</summary>
    Close,

    /// <summary>Resets the connection.</summary>
    Reset,

    /// <summary>Closes within the head of its response.</summary>
    HalfHead,

    /// <summary>Speaks another protocol.</summary>
    NotHttp,

    /// <summary>Closes within the body of its response.</summary>
    HalfBody,

    /// <summary>Answers 503 at once, whatever of the request is still to come.</summary>
    Unavailable,

    /// <summary>Never answers.</summary>
    Hang,
}
