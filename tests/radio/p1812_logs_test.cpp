#include "catch.hpp"
#include "p1812_vectors.hpp"

#include <cmath>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

using namespace amaneku::tests;

namespace {

/// The logs have ten significant digits and no value reaches 10,000: each is known to 5e-7 or better.
constexpr double tolerance = 1e-6;

/// Everything a log says, under the names it uses.
std::map<std::string, double> all_values(const ValidationProfile& profile, std::size_t link) {
    const p1812::Path path = profile.path(link);
    const p1812::Prediction prediction = p1812::predict(path);
    const p1812::Intermediates& s = prediction.steps;
    const double power_kw = profile.links[link].power_kw;
    return {
        {"Ptx (kW)|", power_kw},
        {"Gtx (dBi)|", 0},
        {"Grx (dBi)|", 0},
        {"f (GHz)|", path.frequency_ghz},
        {"p (%)|", path.time_percent},
        {"pL (%)|", path.location_percent},
        {"sigmaL (dB)|", path.location_sigma_db},
        {"phi_t (deg)|", profile.tx.latitude_deg},
        {"phi_r (deg)|", profile.rx.latitude_deg},
        {"lam_t (deg)|", profile.tx.longitude_deg},
        {"lam_r (deg)|", profile.rx.longitude_deg},
        {"htg (m)|", path.tx_height_m},
        {"hrg (m)|", path.rx_height_m},
        {"pol|", path.polarisation == p1812::Polarisation::horizontal ? 1 : 2},
        {"DN |", path.dn},
        {"N0 |", path.n0},
        {"dct (km) |", path.tx_coast_km},
        {"dcr (km) |", path.rx_coast_km},
        {"R2 (m) |", path.clutter_m[1]},
        {"Rn-1 (m) |", path.clutter_m[path.clutter_m.size() - 2]},
        {"d (km)|", s.d},
        {"dlt (km)|Eq (78)", s.d_lt},
        {"dlr (km)|Eq (81a)", s.d_lr},
        {"th_t (mrad)|Eqs (76-78)", s.theta_t},
        {"th_r (mrad)|Eqs (79-81)", s.theta_r},
        {"th (mrad)|Eq (82)", s.theta},
        {"hts (m)|", s.h_ts},
        {"hrs (m)|", s.h_rs},
        {"htc (m)|Table 5", s.h_tc},
        {"hrc (m)|Table 5", s.h_rc},
        {"w|Table 5", s.omega},
        {"dtm (km)|Sec 3.6", s.d_tm},
        {"dlm (km)|Sec 3.6", s.d_lm},
        {"phi (deg)|Eq (4)", s.phi},
        {"b0 (%)|Eq (5)", s.beta_0},
        {"ae (km)|Eq (7a)", s.a_e},
        {"hst (m)|Eq (85)", s.h_st_fitted},
        {"hsr (m)|Eq (86)", s.h_sr_fitted},
        {"hst (m)|Eq (90a)", s.h_st},
        {"hsr (m)|Eq (90b)", s.h_sr},
        {"hstd (m)|Eq (89)", s.h_std},
        {"hsrd (m)|Eq (89)", s.h_srd},
        {"htc (m)|Eq (37a)", s.h_tc_smooth},
        {"hrc (m)|Eq (37b)", s.h_rc_smooth},
        {"hte (m)|Eq (92a)", s.h_te},
        {"hre (m)|Eq (92b)", s.h_re},
        {"hm (m)|Eq (93)", s.h_m},
        {"Fi|Eq (40)", s.f_i},
        {"Fj|Eq (57)", s.f_j},
        {"Fk|Eq (58)", s.f_k},
        {"Lbfs|Eq (8)", s.l_bfs},
        {"Lb0p|Eq (10)", s.l_b0p},
        {"Lb0b|Eq (11)", s.l_b0beta},
        {"Lbulla (dB)|Eq (21)", s.l_bulla},
        {"Lbulls (dB)|Eq (21)", s.l_bulls},
        {"Ldsph (dB)|Eq (27)", s.l_dsph},
        {"Ld50 (dB)|Eq (39)", s.l_d50},
        {"Ldb (dB)|Eq (39)", s.l_dbeta},
        {"Ldp (dB)|Eq (41)", s.l_dp},
        {"Lbd50 (dB)|Eq (42)", s.l_bd50},
        {"Lbd (dB)|Eq (43)", s.l_bd},
        {"Lminb0p (dB)|Eq (59)", s.l_minb0p},
        {"Lba (dB)|Eq (46)", s.l_ba},
        {"Lminbap (dB)|Eq (60)", s.l_minbap},
        {"Lbda (dB)|Eq (61)", s.l_bda},
        {"Lbam (dB)|Eq (62)", s.l_bam},
        {"Lbs (dB)|Eq (44)", s.l_bs},
        {"Lbc (dB)|Eq (63)", s.l_bc},
        {"Lb (dB)|Eq (69)", prediction.basic_loss_db},
        {"Ep (dBuV/m)|Eq (70)", prediction.field_strength_dbuv_m},
        {"Ep (dBuV/m) w.r.t. Ptx, Gtx, Grx|", prediction.field_strength_dbuv_m + 10 * std::log10(power_kw)},
    };
}

}  // namespace

TEST_CASE("every value of every validation log of P.1812-8 is reproduced to 1e-6") {
    const auto folder = p1812_folder();
    if (!folder) {
        WARN("skipped: no validation profiles of P.1812 beside the folder that AMANEKU_DATA names");
        return;
    }
    int logs = 0;
    double largest = 0;
    std::string where;
    for (const auto& entry : std::filesystem::directory_iterator{*folder / "profiles"}) {
        const std::string name = entry.path().stem().string();
        const ValidationProfile profile = read_profile(entry.path());
        for (std::size_t link = 0; link < profile.links.size(); ++link, ++logs) {
            const auto ours = all_values(profile, link);
            const auto theirs = read_log(*folder / "logs" / (name + "_" + std::to_string(link) + ".csv"));
            CHECK(theirs.size() == ours.size());
            for (const auto& [key, value] : theirs) {
                INFO(name << " " << link << ": " << key);
                REQUIRE(ours.count(key) == 1);
                const double deviation = std::abs(ours.at(key) - value);
                CHECK(deviation <= tolerance);
                if (deviation > largest) {
                    largest = deviation;
                    where = name + "_" + std::to_string(link) + " " + key;
                }
            }
        }
    }
    CHECK(logs == 18);
    INFO("largest deviation " << largest << " at " << where);
    CHECK(largest <= tolerance);
}

TEST_CASE("published results of the same terrain for other links are reproduced to 1e-6") {
    const auto folder = p1812_folder();
    if (!folder) {
        WARN("skipped: no validation profiles of P.1812 beside the folder that AMANEKU_DATA names");
        return;
    }
    // Vertical waves, frequencies of 1 and 3 GHz, and a path that the ground nearly touches: what the logs
    // above do not have. From the validation results of the reference implementation
    // (github.com/eeveetza/Py1812), whose profiles differ in zones or clutter only; with other clutter only
    // what does not depend on it is compared.
    using Steps = p1812::Intermediates;
    using Step = std::pair<double Steps::*, double>;
    struct Published {
        const char* profile;
        std::function<void(p1812::Path&)> change;
        std::vector<Step> steps;
        std::optional<double> loss;
    };
    const std::vector<p1812::RadioZone> inland(211, p1812::RadioZone::inland);
    const std::vector<Published> table = {
        {"b2iseac",
         [](p1812::Path& p) {
             p.polarisation = p1812::Polarisation::vertical;
             p.time_percent = 10;
         },
         {{&Steps::l_dsph, 14.04702621},
          {&Steps::l_d50, 40.52544351},
          {&Steps::l_dp, 20.94741743},
          {&Steps::l_minb0p, 129.0957676},
          {&Steps::l_ba, 179.6563748},
          {&Steps::l_bs, 155.2386935}},
         138.5360526},
        {"b2iseac",
         [&](p1812::Path& p) { p.zone = inland; },
         {{&Steps::beta_0, 1.014611861},
          {&Steps::l_dsph, 13.92148019},
          {&Steps::l_d50, 41.27970171},
          {&Steps::l_ba, 164.8760147}},
         129.0969188},
        {"rburg_rural_noclutter",
         [](p1812::Path& p) {
             p.tx_height_m = p.rx_height_m = 200;
             p.time_percent = 10;
         },
         {{&Steps::d_lt, 44.5},
          {&Steps::theta, 0.0001160250516},
          {&Steps::l_bulla, 6.964682673},
          {&Steps::l_bulls, 1.019665977},
          {&Steps::l_dsph, 1.070248895},
          {&Steps::l_d50, 13.64139205},
          {&Steps::f_j, 0.9918223858},
          {&Steps::l_minb0p, 120.9218612},
          {&Steps::l_ba, 182.0316918},
          {&Steps::l_bam, 120.9130541}},
         120.9129969},
        {"rburg",
         [](p1812::Path& p) { p.frequency_ghz = 1; },
         {{&Steps::l_bulls, 20.91359711},
          {&Steps::l_dsph, 33.04074441},
          {&Steps::l_ba, 182.9396184},
          {&Steps::l_bs, 197.4832045}},
         {}},
        {"rburg",
         [](p1812::Path& p) {
             p.frequency_ghz = 3;
             p.time_percent = 20;
             p.polarisation = p1812::Polarisation::vertical;
         },
         {{&Steps::f_i, 0.3849209454},
          {&Steps::l_b0p, 140.6031627},
          {&Steps::l_bulls, 24.71004691},
          {&Steps::l_dsph, 36.35501536},
          {&Steps::l_ba, 256.5212544},
          {&Steps::l_bs, 218.9213561}},
         {}},
    };
    for (const Published& row : table) {
        const ValidationProfile profile =
            read_profile(*folder / "profiles" / (std::string{row.profile} + ".csv"));
        p1812::Path path = profile.path(0);
        row.change(path);
        const p1812::Prediction ours = p1812::predict(path);
        INFO(row.profile << " at " << path.frequency_ghz << " GHz, " << path.time_percent << " %");
        for (const auto& [step, value] : row.steps) CHECK(std::abs(ours.steps.*step - value) <= tolerance);
        if (row.loss) CHECK(std::abs(ours.basic_loss_db - *row.loss) <= tolerance);
    }
}
