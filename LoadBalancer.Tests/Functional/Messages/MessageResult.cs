namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>The result of sending a message.</summary>
/// <param name="Responses">All bytes that the client received, as Latin-1.</param>
/// <param name="IsClosed">Whether the gateway closed the connection.</param>
/// <param name="Records">What the server recorded.</param>
internal sealed record MessageResult(string Responses, bool IsClosed, Records Records);
