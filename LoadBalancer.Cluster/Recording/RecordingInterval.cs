namespace LoadBalancer.Cluster.Recording;

/// <summary>The interval that is being recorded.</summary>
/// <param name="Index">Its number in the cluster's time.</param>
/// <param name="Previous">The number of the one that was recorded before.</param>
/// <param name="Sequence">How many were begun before; its lowest bit says which of two sets of recorders is in use.</param>
/// <param name="Ends">The timestamp of its end.</param>
internal sealed record RecordingInterval(long Index, long Previous, long Sequence, long Ends)
{
    /// <summary>The recorders in use, 0 or 1.</summary>
    public int Slot => (int)(Sequence & 1);

    /// <summary>The recorders of the interval before, which nobody uses any more but who had begun to.</summary>
    public int PreviousSlot => 1 - Slot;
}
