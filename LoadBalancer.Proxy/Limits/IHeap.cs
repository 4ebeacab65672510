namespace LoadBalancer.Proxy.Limits;

/// <summary>The garbage-collected heap of this process.</summary>
internal interface IHeap
{
    /// <summary>The number of full collections that have ended.</summary>
    long Collections { get; }

    /// <summary>The fraction of the memory that was free within the heap after the last collection, 0 to 1.</summary>
    double Free { get; }

    /// <summary>Begins a full collection that runs beside the program and pauses it for milliseconds.</summary>
    void BeginCollection();

    /// <summary>Compacts the heap and returns free memory to the operating system; pauses the program for as long as that takes.</summary>
    void Compact();
}
