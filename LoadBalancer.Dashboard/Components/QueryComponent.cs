using Microsoft.AspNetCore.Components;

namespace LoadBalancer.Dashboard.Components;

/// <summary>Displays a part of the snapshot that the viewer selects, and keeps the selection in the page's address.</summary>
public abstract class QueryComponent : ClusterComponent
{
    [Inject]
    private NavigationManager Navigator { get; set; } = null!;

    [Inject]
    private protected TimeProvider Time { get; set; } = null!;

    /// <summary>The selection.</summary>
    private protected QueryState Query { get; private set; } = null!;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        // The part that is displayed may depend on it.
        Query = new(Navigator, Time, InvokeAsync, OnQueryChanged);
        base.OnInitialized();
    }

    /// <summary>Called when a link, or the browser, has changed the selection. By default the component is rendered again.</summary>
    protected virtual void OnQueryChanged() => StateHasChanged();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        Query?.Dispose();
        base.Dispose(disposing);
    }
}
