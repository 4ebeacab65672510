using LoadBalancer.Cluster.Watching;
using LoadBalancer.Dashboard.Charts;
using LoadBalancer.Dashboard.State;
using Microsoft.AspNetCore.Components;

namespace LoadBalancer.Dashboard.Components;

/// <summary>
/// Displays a part of the snapshot, and is rendered again only if that part changes, so that a viewer costs little while little happens.
/// </summary>
public abstract class ClusterComponent : ComponentBase, IDisposable
{
    private object? _shown;
    private bool _isDisposed;

    [Inject]
    private protected ClusterView View { get; set; } = null!;

    [Inject]
    private protected SharedCharts Charts { get; set; } = null!;

    [CascadingParameter]
    private protected ViewerClock Clock { get; set; } = ViewerClock.Utc;

    /// <summary>The current snapshot; <see langword="null"/> until Redis was reached for the first time.</summary>
    private protected DashboardSnapshot? Snapshot { get; private set; }

    /// <summary>Whether Redis is reachable and accepts writes.</summary>
    private protected RegistryConnectionSnapshot Connection { get; private set; } = null!;

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        View.Changed += OnChanged;
        Read();
        _shown = PartOf(Snapshot);
    }

    /// <summary>Ends the subscription.</summary>
    protected virtual void Dispose(bool disposing)
    {
        _isDisposed = true;
        View.Changed -= OnChanged;
    }

    /// <summary>
    /// Returns the part that is displayed; the component is rendered again if it is no longer equal. By default the whole snapshot.
    /// </summary>
    private protected virtual object? PartOf(DashboardSnapshot? snapshot) => snapshot;

    /// <summary>Called before the component is rendered with a changed part.</summary>
    private protected virtual void OnPartChanged()
    {
    }

    private void OnChanged() => _ = InvokeAsync(Update);

    private void Update()
    {
        if (_isDisposed)
        {
            return;
        }

        Read();
        var part = PartOf(Snapshot);
        if (!Equals(part, _shown))
        {
            _shown = part;
            OnPartChanged();
            StateHasChanged();
        }
    }

    private void Read()
    {
        Snapshot = View.Current;
        Connection = View.Connection;
    }
}
