namespace LoadBalancer.Simulator.Keys;

/// <summary>The keys of requests by the number of the request, the same in every run. Thread-safe.</summary>
internal interface IKeySequence
{
    string KeyOf(long request);
}
