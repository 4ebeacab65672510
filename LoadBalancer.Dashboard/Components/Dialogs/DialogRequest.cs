using Microsoft.AspNetCore.Components;

namespace LoadBalancer.Dashboard.Components.Dialogs;

/// <summary>A dialog, from its opening to the viewer's result.</summary>
/// <param name="type">The component to show, with a <see cref="DialogFrame"/> as its root.</param>
/// <param name="parameters">The component's parameters.</param>
internal sealed class DialogRequest(Type type, Dictionary<string, object?> parameters)
{
    private readonly TaskCompletionSource<object?> _response = new();

    public Type Type => type;

    public Dictionary<string, object?> Parameters => parameters;

    /// <summary>The result; <see langword="null"/> if the viewer closed the dialog without one.</summary>
    public Task<object?> Response => _response.Task;

    /// <summary>Whether the dialog is still open.</summary>
    public bool IsOpen => !_response.Task.IsCompleted;

    /// <summary>Closes the dialog; only the first call has an effect.</summary>
    public void Close(object? response) => _response.TrySetResult(response);

    /// <summary>Creates a request for a dialog component.</summary>
    public static DialogRequest For<TDialog>(Dictionary<string, object?> parameters)
        where TDialog : IComponent => new(typeof(TDialog), parameters);
}
