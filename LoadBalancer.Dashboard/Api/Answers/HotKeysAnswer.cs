namespace LoadBalancer.Dashboard.Api.Answers;

/// <summary>The most frequent keys of the last 30 minutes, the most frequent first.</summary>
internal sealed record HotKeysAnswer(IReadOnlyList<HotKeyAnswer> HotKeys);
