namespace LoadBalancer.Dashboard.Components.Messages;

/// <summary>The result of a viewer's action. Two messages with the same text are distinct.</summary>
internal sealed class Message(string text, bool isError, MessageAction? action = null)
{
    /// <summary>One sentence or a few.</summary>
    public string Text => text;

    /// <summary>Whether the action failed.</summary>
    public bool IsError => isError;

    /// <summary>What the viewer can do about it; <see langword="null"/> if nothing.</summary>
    public MessageAction? Action => action;
}
