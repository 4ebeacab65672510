namespace LoadBalancer.Dashboard.Components.Messages;

/// <summary>What a viewer can do about a message. The message is gone when it begins.</summary>
/// <param name="Label">What it does, in a word.</param>
/// <param name="Run">Does it, and tells the result in a message of its own.</param>
internal sealed record MessageAction(string Label, Func<Task> Run);
