#include <amaneku/mesh_code.hpp>

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

namespace amaneku {
namespace {

std::vector<MeshCode> some_codes(MeshLevel level) {
    std::vector<MeshCode> codes;
    for (int i = 0; i < 1024; ++i)
        codes.push_back(*MeshCode::encode(31.0 + 0.012 * i, 130.0 + 0.013 * i, level));
    return codes;
}

void encode_half_mesh(benchmark::State& state) {
    int i = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(MeshCode::encode(31.0 + 0.012 * i, 130.0 + 0.013 * i, MeshLevel::half));
        i = (i + 1) % 1024;
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(encode_half_mesh)->Iterations(1 << 16);

void parse_half_mesh(benchmark::State& state) {
    std::vector<std::string> texts;
    for (const MeshCode& code : some_codes(MeshLevel::half)) texts.push_back(code.text());
    std::size_t i = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(MeshCode::parse(texts[i]));
        i = (i + 1) % texts.size();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(parse_half_mesh)->Iterations(1 << 16);

void write_half_mesh(benchmark::State& state) {
    const auto codes = some_codes(MeshLevel::half);
    std::size_t i = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(codes[i].text());
        i = (i + 1) % codes.size();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(write_half_mesh)->Iterations(1 << 16);

void bounds_of_eighth_mesh(benchmark::State& state) {
    const auto codes = some_codes(MeshLevel::eighth);
    std::size_t i = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(codes[i].bounds());
        i = (i + 1) % codes.size();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(bounds_of_eighth_mesh)->Iterations(1 << 16);

}  // namespace
}  // namespace amaneku
