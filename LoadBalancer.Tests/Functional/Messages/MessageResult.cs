namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>What came of a message.</summary>
/// <param name="Answers">All bytes that the client got, as Latin-1.</param>
/// <param name="IsClosed">Whether the gateway closed the connection.</param>
/// <param name="Records">What the server saw.</param>
internal sealed record MessageResult(string Answers, bool IsClosed, Records Records);
