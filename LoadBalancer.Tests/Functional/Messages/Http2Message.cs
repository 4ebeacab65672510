namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>A malformed HTTP/2 request.</summary>
/// <param name="Name">What is wrong with the request; unique.</param>
/// <param name="Rfc">The RFC section that applies.</param>
/// <param name="Fields">The fields of its HEADERS frame, in order, as Latin-1.</param>
internal sealed record Http2Message(string Name, string Rfc, (string Name, string Value)[] Fields)
{
    /// <summary>The payload of its DATA frame; <see langword="null"/> for none.</summary>
    public string? Body { get; init; }

    /// <summary>The fields of the HEADERS frame that ends the request.</summary>
    public (string Name, string Value)[] Trailers { get; init; } = [];
}
