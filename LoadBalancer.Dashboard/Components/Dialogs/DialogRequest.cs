using Microsoft.AspNetCore.Components;

namespace LoadBalancer.Dashboard.Components.Dialogs;

/// <summary>One dialog, from its question to the viewer's result.</summary>
/// <param name="type">The component to show, with a <see cref="DialogFrame"/> as its root.</param>
/// <param name="parameters">The component's parameters.</param>
internal sealed class DialogRequest(Type type, Dictionary<string, object?> parameters)
{
    private readonly TaskCompletionSource<object?> _response = new();

    public Type Type => type;

    public Dictionary<string, object?> Parameters => parameters;

    /// <summary>The result; <see langword="null"/> where the viewer closed the dialog without one.</summary>
    public Task<object?> Answer => _response.Task;

    /// <summary>Whether the dialog still waits for its result.</summary>
    public bool IsOpen => !_response.Task.IsCompleted;

    /// <summary>Ends the dialog; the first call counts.</summary>
    public void Close(object? response) => _response.TrySetResult(response);

    /// <summary>A request for a dialog component.</summary>
    public static DialogRequest For<TDialog>(Dictionary<string, object?> parameters)
        where TDialog : IComponent => new(typeof(TDialog), parameters);
}
