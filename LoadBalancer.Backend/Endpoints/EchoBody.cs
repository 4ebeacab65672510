namespace LoadBalancer.Backend.Endpoints;

/// <summary>A body by its length in bytes and its SHA-256 in lower-case hexadecimal.</summary>
internal sealed record EchoBody(long Length, string Sha256);
