namespace LoadBalancer.Tests.Support;

/// <summary>A key, its hash and its candidates' ids.</summary>
public sealed record GoldenKey(string Key, ulong Hash, string[] Candidates);
