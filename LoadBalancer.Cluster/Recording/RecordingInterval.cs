namespace LoadBalancer.Cluster.Recording;

/// <summary>The interval that is being recorded.</summary>
/// <param name="Index">The number of the interval in the cluster's time.</param>
/// <param name="Previous">The number of the previously recorded interval.</param>
/// <param name="Sequence">The number of intervals begun before; its lowest bit determines which of two sets of recorders is in use.</param>
/// <param name="Ends">The timestamp at which the interval ends.</param>
internal sealed record RecordingInterval(long Index, long Previous, long Sequence, long Ends)
{
    /// <summary>The recorders in use, 0 or 1.</summary>
    public int Slot => (int)(Sequence & 1);

    /// <summary>The recorders of the previous interval, used only by threads that had begun to record before it ended.</summary>
    public int PreviousSlot => 1 - Slot;
}
