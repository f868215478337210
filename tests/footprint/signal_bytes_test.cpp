#include "footprint/signal_bytes.hpp"

#include "catch.hpp"

using namespace amaneku;
using namespace amaneku::footprint;

namespace {

TransmitterSignal example() {
    TransmitterSignal out;
    out.report = {AccuracyLevel::terrain, true, 3, 1, 7, "done at L3"};
    out.patch = {{{-4, 70'000}, 2, 2}, {-100.0F, no_signal_dbm, -1.5F, -70.25F}};
    return out;
}

}  // namespace

TEST_CASE("a signal comes back from its bytes as it was") {
    const TransmitterSignal in = example();
    const auto out = signal_from_bytes(to_bytes(in));
    REQUIRE(out);
    CHECK(out->report == in.report);
    CHECK(out->patch.window == in.patch.window);
    CHECK(out->patch.dbm == in.patch.dbm);
    const auto empty = signal_from_bytes(to_bytes({}));
    REQUIRE(empty);
    CHECK(empty->patch.dbm.empty());
}

TEST_CASE("bytes that were cut off, lengthened or changed are no signal") {
    const std::string bytes = to_bytes(example());
    for (std::size_t n = 0; n < bytes.size(); ++n) CHECK_FALSE(signal_from_bytes(bytes.substr(0, n)));
    CHECK_FALSE(signal_from_bytes(bytes + 'x'));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        std::string changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ 0x20);
        CHECK_FALSE(signal_from_bytes(changed));
    }
}
