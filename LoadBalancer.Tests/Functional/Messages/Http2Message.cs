namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>The fields of a request in HTTP/2 that is malformed.</summary>
/// <param name="Name">What is wrong with it; unique.</param>
/// <param name="Rfc">The section that decides.</param>
/// <param name="Fields">The fields of its HEADERS frame, in order, as Latin-1.</param>
internal sealed record Http2Message(string Name, string Rfc, (string Name, string Value)[] Fields)
{
    /// <summary>The content of its DATA frame; <see langword="null"/> for none.</summary>
    public string? Body { get; init; }

    /// <summary>The fields of the HEADERS frame that ends it.</summary>
    public (string Name, string Value)[] Trailers { get; init; } = [];
}
